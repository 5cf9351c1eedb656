using System.Diagnostics;
using System.Globalization;
using System.Text;
using Holdfast.Benchmarks.Processes;
using Holdfast.Sample.Platform;
using Holdfast.TestServers.Processes;

namespace Holdfast.Benchmarks.Platforms;

/// <summary>The whole of Holdfast in one process, as <c>./bench</c> publishes it, driven through its REST API.</summary>
internal sealed class StandaloneProcess : IAsyncDisposable
{
    private const string Key = "benchmark-administrator-key-0123456789";
    private const double TicksPerSecond = 100; // what the kernel tells programs, whatever it counts in itself
    private readonly HoldfastProcess _process;
    private readonly HoldfastApi _api;

    private readonly Uri _address;

    private StandaloneProcess(HoldfastProcess process, HoldfastApi api, Uri address) => (_process, _api, _address) = (process, api, address);

    /// <summary>Starts it in an empty folder and waits until it can work.</summary>
    /// <param name="folder">For its store, state and log.</param>
    /// <param name="databases">Name and connection string of each.</param>
    /// <param name="volumes">Name and path of each.</param>
    /// <param name="passphraseFile">Encrypts what is stored; null for no encryption.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ProcessFailedException">It did not start; the message has the end of its log.</exception>
    public static async Task<StandaloneProcess> StartAsync(
        string folder,
        IEnumerable<(string Name, string ConnectionString)> databases,
        IEnumerable<(string Name, string Path)> volumes,
        string? passphraseFile,
        CancellationToken cancellationToken)
    {
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../standalone/holdfast-standalone"));
        if (!File.Exists(program))
        {
            throw new ProcessFailedException($"{program} is missing: start the benchmarks with ./bench, which builds it.");
        }

        var address = new Uri($"http://127.0.0.1:{FreePort.Take()}/");
        var (configuration, keyFile) = (Path.Combine(folder, "holdfast.json"), Path.Combine(folder, "api-key"));
        new HoldfastConfiguration
        {
            Platform = new(
                "bench",
                [.. databases.Select(database => new HoldfastConfiguration.Database(database.Name, database.ConnectionString))],
                [.. volumes.Select(volume => new HoldfastConfiguration.Volume(volume.Name, volume.Path))]),
            ObjectStore = new("local", Directory.CreateDirectory(Path.Combine(folder, "store")).FullName),
            State = new("Sqlite", $"Data Source={Path.Combine(folder, "state.db")}"),
            Api = new(address.GetLeftPart(UriPartial.Authority)),
            Encryption = passphraseFile is null ? null : new(passphraseFile),
        }.Write(configuration);
        DataFolder.WriteSecret(keyFile, Key);
        var process = HoldfastProcess.Start([program], configuration, keyFile, Path.Combine(folder, "standalone.log"));
        var standalone = new StandaloneProcess(process, new HoldfastApi(address, Key), address);
        try
        {
            await InPlainWordsAsync(async () =>
            {
                await process.ReadyAsync(address, cancellationToken);
                return true;
            });
            return standalone;
        }
        catch
        {
            await standalone.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes a backup, and measures from the request to the answer that says Success.</summary>
    /// <exception cref="ProcessFailedException">The backup failed; the message is its status.</exception>
    public Task<Usage> BackUpAsync(CancellationToken cancellationToken) => InPlainWordsAsync(async () =>
    {
        var cpu = CpuSeconds();
        var seconds = await BackupCall.RunAsync(_api, cancellationToken);
        return new Usage(seconds, CpuSeconds() - cpu, PeakBytes());
    });

    /// <summary>Makes a call several times, one after the other, and measures one of them on the average.</summary>
    /// <exception cref="ProcessFailedException">It was answered with an error.</exception>
    public Task<Usage> CallAsync(HttpMethod method, string path, string? body, int calls, CancellationToken cancellationToken) => InPlainWordsAsync(async () =>
    {
        using var client = NewClient(); // reads bytes: what a client makes of them is not Holdfast's time
        var (cpu, started) = (CpuSeconds(), Stopwatch.GetTimestamp());
        for (var call = 0; call < calls; call++)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
            using var answer = await client.SendAsync(request, cancellationToken);
            var bytes = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                throw new ProcessFailedException($"{method} {path} was answered with {(int)answer.StatusCode}: {Encoding.UTF8.GetString(bytes)}");
            }
        }

        return new Usage(Stopwatch.GetElapsedTime(started).TotalSeconds / calls, (CpuSeconds() - cpu) / calls, PeakBytes());
    });

    /// <summary>Removes all backups, with all that they have stored.</summary>
    /// <exception cref="ProcessFailedException">One was not removed.</exception>
    public async Task DeleteBackupsAsync(CancellationToken cancellationToken)
    {
        foreach (var (timestamp, _) in await _api.BackupsAsync(cancellationToken))
        {
            await CallAsync(HttpMethod.Delete, $"/api/backup/{timestamp}", body: null, calls: 1, cancellationToken);
        }
    }

    /// <summary>A client with the administrator's key and as many connections as a proxy would keep.</summary>
    public HttpClient NewClient()
    {
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = _address };
        client.DefaultRequestHeaders.Add("X-Api-Key", Key);
        return client;
    }

    /// <summary>What the process took since it was started, which is so many seconds ago.</summary>
    public Usage UsageSoFar(double seconds) => new(seconds, CpuSeconds(), PeakBytes());

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _process.DisposeAsync();
    }

    private static async Task<T> InPlainWordsAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (SampleException problem)
        {
            throw new ProcessFailedException(problem.Message);
        }
    }

    /// <summary>Of the process and of the programs it started and waited for.</summary>
    private double CpuSeconds()
    {
        var fields = File.ReadAllText($"/proc/{_process.Id}/stat").Split(") ")[^1].Split(' ');
        return fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private long PeakBytes()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
