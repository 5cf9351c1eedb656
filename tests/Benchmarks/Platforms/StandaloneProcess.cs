using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Holdfast.Benchmarks.Processes;
using Holdfast.TestServers.Processes;

namespace Holdfast.Benchmarks.Platforms;

/// <summary>The whole of Holdfast in one process, as an operator runs it, driven through its REST API.</summary>
internal sealed class StandaloneProcess : IDisposable
{
    private const string Key = "benchmark-administrator-key-0123456789";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly string _log;

    private StandaloneProcess(Process process, HttpClient http, string log) => (_process, _http, _log) = (process, http, log);

    /// <summary>Starts it in an empty folder and waits until it can work.</summary>
    /// <param name="folder">For its store, state and log.</param>
    /// <param name="databases">Name and connection string of each.</param>
    /// <param name="volumes">Name and path of each.</param>
    /// <param name="passphraseFile">Encrypts what is stored; null for no encryption.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ProcessFailedException">It did not start; the message has the end of its log.</exception>
    public static async Task<StandaloneProcess> StartAsync(
        string folder,
        IReadOnlyList<(string Name, string ConnectionString)> databases,
        IReadOnlyList<(string Name, string Path)> volumes,
        string? passphraseFile,
        CancellationToken cancellationToken)
    {
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../standalone/holdfast-standalone"));
        if (!File.Exists(program))
        {
            throw new ProcessFailedException($"{program} is missing: start the benchmarks with ./bench, which builds it.");
        }

        var (url, store, log) = ($"http://127.0.0.1:{FreePort.Take()}", Path.Combine(folder, "store"), Path.Combine(folder, "standalone.log"));
        Directory.CreateDirectory(store);
        var configuration = Path.Combine(folder, "holdfast.json");
        await File.WriteAllTextAsync(
            configuration,
            JsonSerializer.Serialize(new
            {
                Platform = new
                {
                    Namespace = "bench",
                    Databases = databases.Select(database => new { database.Name, database.ConnectionString }),
                    Volumes = volumes.Select(volume => new { volume.Name, volume.Path }),
                },
                State = new { Provider = "Sqlite", ConnectionString = $"Data Source={Path.Combine(folder, "state.db")}" },
                Bus = new { Transport = "InMemory" },
                Api = new { Urls = url },
                ObjectStore = new { locationType = "local", localLocation = store },
                Encryption = new { PassphraseFile = passphraseFile ?? "" },
            }),
            cancellationToken);

        // Its output goes to a file through the shell, so that no pipe of ours can slow it down.
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec \"$0\" --config \"$1\" >\"$2\" 2>&1", program, configuration, log]);
        start.Environment["HOLDFAST_API_KEY"] = Key;
        var http = new HttpClient { BaseAddress = new Uri(url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        var standalone = new StandaloneProcess(Process.Start(start)!, http, log);
        try
        {
            await standalone.WaitAsync("/readyz", answer => Task.FromResult(answer.IsSuccessStatusCode), cancellationToken);
            return standalone;
        }
        catch
        {
            standalone.Dispose();
            throw;
        }
    }

    /// <summary>Takes a backup, and measures from the request to the answer that says Success.</summary>
    /// <exception cref="ProcessFailedException">The backup failed; the message is its status.</exception>
    public async Task<Usage> BackUpAsync(CancellationToken cancellationToken)
    {
        var (cpu, started) = (CpuSeconds(), Stopwatch.GetTimestamp());
        using var accepted = await _http.PostAsJsonAsync("/api/backup", new { }, cancellationToken);
        var message = await accepted.Content.ReadAsStringAsync(cancellationToken);
        if (accepted.StatusCode != HttpStatusCode.Accepted)
        {
            throw new ProcessFailedException($"the backup was not accepted: {message}");
        }

        var timestamp = JsonDocument.Parse(message).RootElement.GetProperty("message").GetString()!.Split(' ')[^1];
        await WaitAsync(
            $"/api/backup/status?timestamp={timestamp}",
            async answer =>
            {
                var text = await answer.Content.ReadAsStringAsync(cancellationToken);
                var status = answer.IsSuccessStatusCode ? JsonDocument.Parse(text).RootElement.GetProperty("status").GetString()! : text;
                return status == "Success" || (status.StartsWith("backup/restore operation ongoing", StringComparison.Ordinal)
                    ? false
                    : throw new ProcessFailedException($"the backup {timestamp} failed: {status}"));
            },
            cancellationToken);
        return new Usage(Stopwatch.GetElapsedTime(started).TotalSeconds, CpuSeconds() - cpu, PeakBytes());
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
    }

    private async Task WaitAsync(string path, Func<HttpResponseMessage, Task<bool>> isThere, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Patience && !_process.HasExited)
        {
            try
            {
                using var answer = await _http.GetAsync(path, cancellationToken);
                if (await isThere(answer))
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                // It does not listen yet.
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }

        throw new ProcessFailedException($"no answer to {path}:{Environment.NewLine}{string.Join(Environment.NewLine, File.ReadLines(_log).TakeLast(20))}");
    }

    /// <summary>Of the process and of the programs it started and waited for.</summary>
    private double CpuSeconds()
    {
        var fields = File.ReadAllText($"/proc/{_process.Id}/stat").Split(") ")[^1].Split(' ');
        return fields[11..15].Sum(long.Parse) / 100.0;
    }

    private long PeakBytes() =>
        1024 * long.Parse(File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
}
