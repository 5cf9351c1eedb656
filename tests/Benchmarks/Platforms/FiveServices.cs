using System.Diagnostics;
using Holdfast.Benchmarks.Processes;
using Holdfast.Sample.Platform;
using Holdfast.TestServers.RabbitMq;

namespace Holdfast.Benchmarks.Platforms;

/// <summary>Each service as a process of its own on a broker, with state in PostgreSQL, driven through the REST API.</summary>
internal sealed class FiveServices : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly List<ServiceHost> _hosts = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private HoldfastApi? _api;

    /// <summary>In the order of their starts.</summary>
    public static IReadOnlyList<string> Names { get; } = ["uploader", "scheduler", "db-dumper", "volume-archiver", "api"];

    private HoldfastApi Api => _api ?? throw new InvalidOperationException("The services are not started.");

    /// <summary>Starts them in an empty folder and waits until every component is known.</summary>
    /// <param name="folder">For their store, configurations and logs.</param>
    /// <param name="broker">A broker with nothing else on it.</param>
    /// <param name="state">The connection string of an empty database.</param>
    /// <param name="databases">Name and connection string of each.</param>
    /// <param name="volumes">Name and path of each.</param>
    /// <param name="passphraseFile">Encrypts what is stored; null for no encryption.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="archivers">The volume-archivers that share the volumes, each by the command that starts it with the program and its arguments; null for one.</param>
    /// <exception cref="ProcessFailedException">One did not start; the message has the end of its log.</exception>
    public static async Task<FiveServices> StartAsync(
        string folder,
        RabbitMqServer broker,
        string state,
        IReadOnlyList<(string Name, string ConnectionString)> databases,
        IReadOnlyList<(string Name, string Path)> volumes,
        string? passphraseFile,
        CancellationToken cancellationToken,
        IReadOnlyList<IReadOnlyList<string>>? archivers = null)
    {
        var store = Directory.CreateDirectory(Path.Combine(folder, "store")).FullName;
        var services = new FiveServices();
        try
        {
            foreach (var service in Names)
            {
                var starters = service == "volume-archiver" ? archivers ?? [[]] : [[]];
                for (var i = 0; i < starters.Count; i++)
                {
                    IReadOnlyList<(string, string)> own = [.. volumes.Where((_, index) => index % starters.Count == i)];
                    var (host, _) = await ServiceHost.StartAsync(
                        service, Path.Combine(folder, $"{service}-{i}"), address => Configuration(service, address, own), cancellationToken, starters[i]);
                    services._hosts.Add(host);
                }
            }

            services._api = new HoldfastApi(services._hosts[^1].Address, ServiceHost.Key);
            await Waiting.ForAsync<object>("every component to be known", Patience, AllKnownAsync, cancellationToken);
            return services;
        }
        catch (SampleException problem)
        {
            await services.DisposeAsync();
            throw new ProcessFailedException(problem.Message);
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }

        async Task<object?> AllKnownAsync()
        {
            var (_, body) = await services.Api.CallAsync(HttpMethod.Get, "/api/components", null, cancellationToken);
            return body["components"]?.AsArray().Count == databases.Count + volumes.Count ? body : null;
        }

        HoldfastConfiguration Configuration(string service, Uri address, IReadOnlyList<(string Name, string Path)> served) => new()
        {
            Platform = new(
                "bench",
                service == "db-dumper" ? [.. databases.Select(database => new HoldfastConfiguration.Database(database.Name, database.ConnectionString))] : [],
                service == "volume-archiver" ? [.. served.Select(volume => new HoldfastConfiguration.Volume(volume.Name, volume.Path))] : []),
            ObjectStore = new("local", store),
            State = new("Postgres", state),
            Bus = new("RabbitMq", broker.Address.ToString()),
            Api = new(address.GetLeftPart(UriPartial.Authority)),
            Encryption = passphraseFile is null ? null : new(passphraseFile),
        };
    }

    /// <summary>Takes a backup, and measures from the request to the answer that says Success; memory is the sum of the peaks.</summary>
    /// <exception cref="ProcessFailedException">The backup failed; the message is its status.</exception>
    public async Task<Usage> BackUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            var before = UsageSoFar();
            var seconds = await BackupCall.RunAsync(Api, cancellationToken);
            var after = UsageSoFar();
            return new Usage(seconds, after.CpuSeconds - before.CpuSeconds, after.PeakBytes);
        }
        catch (SampleException problem)
        {
            throw new ProcessFailedException(problem.Message);
        }
    }

    /// <summary>Asks how the backup stands again and again until it is told to stop.</summary>
    /// <returns>How long each call took in seconds, ascending.</returns>
    public async Task<double[]> AskForStatusAsync(TimeSpan pause, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = _hosts[^1].Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", ServiceHost.Key);
        var seconds = new List<double>();
        while (!stop.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            await client.GetByteArrayAsync(new Uri("api/backup/status", UriKind.Relative), CancellationToken.None);
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            await Task.Delay(pause, TimeProvider.System, CancellationToken.None);
        }

        return [.. seconds.Order()];
    }

    public async ValueTask DisposeAsync()
    {
        _api?.Dispose();
        await Task.WhenAll(_hosts.Select(host => host.DisposeAsync().AsTask()));
    }

    private Usage UsageSoFar() => _hosts.Select(host => host.UsageSoFar(_clock.Elapsed.TotalSeconds))
        .Aggregate((sum, next) => new Usage(next.Seconds, sum.CpuSeconds + next.CpuSeconds, sum.PeakBytes + next.PeakBytes));
}
