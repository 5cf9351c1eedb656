using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Sample.Platform;
using Holdfast.TestServers.Processes;

namespace Holdfast.EndToEnd.Tests.Containers;

/// <summary>The system of compose.yaml as a project of its own, so that it is nobody's who tries Holdfast out; all of it but its images goes at the end.</summary>
internal sealed class ComposedSystem : IAsyncDisposable
{
    public static readonly string[] Databases = ["airflow", "asp", "exec", "gogs", "metadata"];
    public static readonly string[] Volumes = ["edweb", "gitserver"];

    /// <summary>Every entry of a volume with its metadata, and the hash of every file; not what a restore keeps for its undo.</summary>
    private const string TreeText = """
        cd "/volumes/$1"
        find . -path ./.holdfast -prune -o -printf '%P %y %m %U:%G %T@ %l ' \( -type f -printf '%s %n' -o -true \) -printf '\n' | LC_ALL=C sort
        find . -path ./.holdfast -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum
        """;

    private static readonly TimeSpan HealthLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan OperationLimit = TimeSpan.FromMinutes(15);
    private readonly string _project = $"holdfast-test-{Guid.NewGuid():N}"[..24];
    private readonly int _port = FreePort.Take();
    private readonly string _api;
    private readonly string _worker;
    private readonly string[] _wanted;
    private HoldfastApi? _client;

    /// <param name="api">The service that answers calls.</param>
    /// <param name="worker">The service that has the volumes.</param>
    /// <param name="wanted">What to start; all that belongs together when empty.</param>
    private ComposedSystem(string api, string worker, params string[] wanted) => (_api, _worker, _wanted) = (api, worker, wanted);

    public HoldfastApi Api => _client ?? throw new InvalidOperationException("It was not started.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Builds the images and starts all services, as <c>docker compose up --build</c> does.</summary>
    public static Task<ComposedSystem> StartAsync() => StartAsync(new ComposedSystem("api", "volume-archiver"));

    /// <summary>The same with all services in one process.</summary>
    public static Task<ComposedSystem> StartStandaloneAsync() => StartAsync(new ComposedSystem("standalone", "standalone", "standalone"));

    /// <summary>Starts what does not run and waits until everything is healthy.</summary>
    public async Task UpAsync()
    {
        await ComposeAsync(["up", "--detach", .. _wanted]);
        await WithLogsAsync(() => Waiting.ForAsync<object>("all services to be healthy", HealthLimit, async () => await UnhealthyAsync() is [] ? this : null, Token));
    }

    /// <summary>Runs <c>docker compose</c> on this system.</summary>
    public Task<string> ComposeAsync(params string[] arguments) => Docker.RunAsync(
        [new("HOLDFAST_PORT", _port.ToString(CultureInfo.InvariantCulture)), new("HOLDFAST_STANDALONE_PORT", _port.ToString(CultureInfo.InvariantCulture))],
        ["compose", "--project-name", _project, .. _wanted.SelectMany(profile => (string[])["--profile", profile]), .. arguments]);

    /// <summary>Runs SQL on the platform's server.</summary>
    public Task<string> SqlAsync(string database, string sql) =>
        ComposeAsync("exec", "-T", "platform", "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", database, "-c", sql);

    /// <summary>Runs a script where the volumes are, with the rights of root over them.</summary>
    public Task<string> OnVolumesAsync(string script, params string[] arguments) =>
        ComposeAsync(["exec", "-T", "--user", "0", _worker, "bash", "-euo", "pipefail", "-c", script, "script", .. arguments]);

    /// <summary>All components as text, by name.</summary>
    public async Task<SortedDictionary<string, string>> TextAsync()
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var database in Databases)
        {
            var dump = await ComposeAsync("exec", "-T", "platform", "pg_dump", "--create", "-U", "postgres", database);
            // pg_dump guards its output with a random word.
            texts[database] = string.Join('\n', dump.Split('\n').Where(line => !line.StartsWith("\\restrict ", StringComparison.Ordinal) && !line.StartsWith("\\unrestrict ", StringComparison.Ordinal)));
        }

        foreach (var volume in Volumes)
        {
            texts[volume] = await OnVolumesAsync(TreeText, volume);
        }

        return texts;
    }

    /// <summary>Takes a backup that must succeed.</summary>
    public async Task<string> BackUpAsync()
    {
        var timestamp = await Api.BackUpAsync(Token);
        await SucceedsAsync($"backup {timestamp}", () => Api.BackupStatusAsync(timestamp, Token));
        return timestamp;
    }

    /// <summary>Restores, which must succeed.</summary>
    public async Task RestoreAsync(string timestamp)
    {
        await Api.RestoreAsync(timestamp, Token);
        await SucceedsAsync($"the restore of {timestamp}", () => Api.RestoreStatusAsync(timestamp, Token));
    }

    /// <summary>Waits for an operation's end, which must be a success.</summary>
    public async Task SucceedsAsync(string what, Func<Task<string?>> status)
    {
        var end = await WithLogsAsync(() => HoldfastApi.EndAsync(what, OperationLimit, status, _ => { }, Token));
        Assert.True(end == HoldfastApi.Success, $"{what}: {end}\n{await LogsAsync()}");
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await ComposeAsync("down", "--volumes", "--timeout", "5");
    }

    private static async Task<ComposedSystem> StartAsync(ComposedSystem system)
    {
        try
        {
            await system.ComposeAsync(["build", .. system._wanted]);
            await system.UpAsync();
            system._client = new HoldfastApi(
                new Uri($"http://127.0.0.1:{system._port}/"), await system.ComposeAsync("exec", "-T", system._api, "cat", "/run/secrets/HOLDFAST_API_KEY"));
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    private async Task<T> WithLogsAsync<T>(Func<Task<T>> wait)
    {
        try
        {
            return await wait();
        }
        catch (SampleException exception)
        {
            throw new InvalidOperationException($"{exception.Message}\n{string.Join('\n', await UnhealthyAsync())}\n{await LogsAsync()}", exception);
        }
    }

    /// <summary>Services that should run and do not, or are not healthy, and those that end and ended badly.</summary>
    private async Task<string[]> UnhealthyAsync()
    {
        var services = (await ComposeAsync("ps", "--all", "--format", "json")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        return
        [
            .. services
                .Where(service => $"{service["State"]}" != "exited" || $"{service["ExitCode"]}" != "0" || $"{service["Service"]}" is not ("secrets" or "sample-volumes"))
                .Where(service => $"{service["Health"]}" != "healthy")
                .Select(service => $"{service["Service"]}: {service["State"]} {service["Health"]}"),
        ];
    }

    private Task<string> LogsAsync() => ComposeAsync("logs", "--no-color", "--tail", "40");
}
