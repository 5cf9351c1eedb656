using System.Net;
using Holdfast.TestServers.Processes;

namespace Holdfast.Sample.Platform;

/// <summary>Holdfast's <c>standalone</c>, as a process of its own.</summary>
internal sealed class HoldfastProcess : IAsyncDisposable
{
    private const int LongestLine = 500;
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(90);

    /// <summary>Settings of whoever started us must not reach the sample's Holdfast.</summary>
    private static readonly string[] ForeignSettings =
        ["AWS_", "AZURE_", "OBJECT_STORE_", "BACKUP_", "ENABLE_REGULAR_", "HOLDFAST_CONFIG", "ASPNETCORE_", "Platform__", "ObjectStore__", "State__", "Api__", "Bus__", "Backup__", "Encryption__"];

    private readonly GuardedProcess _process;
    private readonly string _log;

    private HoldfastProcess(GuardedProcess process, string log) => (_process, _log) = (process, log);

    public int Id => _process.Id;

    public bool HasEnded => _process.HasEnded;

    /// <summary>The executable, where the build that made this program puts it.</summary>
    public static string Executable()
    {
        var build = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)); // debug or release
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var found = Path.Combine(folder, "artifacts", "bin", "Holdfast.Standalone", build, "holdfast-standalone");
            if (File.Exists(found))
            {
                return found;
            }
        }

        throw new SampleException("services/standalone is not built: dotnet build services/standalone");
    }

    /// <summary>Starts it and returns at once.</summary>
    /// <param name="keyFile">Its administrator's API key.</param>
    /// <param name="log">Its output is appended there.</param>
    /// <param name="environment">Further variables.</param>
    /// <param name="executable">The program, and what starts it where that is needed.</param>
    public static HoldfastProcess Start(
        IEnumerable<string> executable, string configuration, string keyFile, string log, params IEnumerable<KeyValuePair<string, string?>> environment)
    {
        var foreign = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => ForeignSettings.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .Select(name => KeyValuePair.Create(name, (string?)null));
        return new HoldfastProcess(
            GuardedProcess.Start(
                [.. executable, "--config", configuration],
                log,
                "TERM",
                environment: [.. foreign, KeyValuePair.Create("HOLDFAST_API_KEY_FILE", (string?)keyFile), .. environment]),
            log);
    }

    /// <summary>Waits until it serves requests.</summary>
    /// <exception cref="SampleException">It ended, or did not get ready in time; the message has the end of its log.</exception>
    public async Task ReadyAsync(Uri address, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            await Waiting.ForAsync<object>("Holdfast to become ready", ReadyLimit, () => LookAsync(client, address, cancellationToken), cancellationToken);
        }
        catch (SampleException exception)
        {
            throw new SampleException($"{exception.Message} The end of its log {_log}:\n{Tail()}");
        }
    }

    /// <summary>Waits until it ends by itself.</summary>
    public Task<int> EndAsync(CancellationToken cancellationToken) => _process.WaitAsync(cancellationToken);

    /// <summary>Ends it as a crash would.</summary>
    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>The last lines it wrote.</summary>
    public string Tail() => File.Exists(_log) ? string.Join('\n', File.ReadLines(_log).TakeLast(30).Select(line => line.Length > LongestLine ? line[..LongestLine] : line)) : "";

    private async Task<object?> LookAsync(HttpClient client, Uri address, CancellationToken cancellationToken)
    {
        if (_process.HasEnded)
        {
            throw new SampleException($"Holdfast ended with status {await _process.WaitAsync(cancellationToken)}.");
        }

        try
        {
            using var answer = await client.GetAsync(new Uri(address, "/readyz"), cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK ? answer.StatusCode : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null; // not listening yet
        }
    }
}
