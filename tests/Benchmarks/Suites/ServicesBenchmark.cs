using Holdfast.Benchmarks.Platforms;
using Holdfast.Benchmarks.Processes;
using Holdfast.Sample.Platform;
using Holdfast.TestServers.Postgres;
using Holdfast.TestServers.RabbitMq;

namespace Holdfast.Benchmarks.Suites;

/// <summary>What each service costs before it has done anything: the time until it is ready, and its memory when it waits for work.</summary>
internal sealed class ServicesBenchmark : Benchmark
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    public override string Name => "services";

    public override string Summary => "each of the five services on RabbitMQ with state in PostgreSQL: from its start until it is ready; its memory when all have been idle for 20 s, and how much of it is its own";

    public override void Run(Session session) => RunAsync(session, session.Cancellation).GetAwaiter().GetResult();

    private static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        await using var broker = await RabbitMqServer.StartAsync();
        await using var server = await PostgresServer.StartAsync(cancellationToken: cancellationToken);
        var database = await server.CreateDatabaseAsync("bench_services", cancellationToken);
        var volume = Directory.CreateDirectory(session.Within("volume")).FullName;
        var state = await server.CreateDatabaseAsync("bench_state", cancellationToken);
        for (var round = 0; round <= session.Options.Rounds; round++)
        {
            var folder = Folders.Renew(session.Within($"services-{round}"));
            var store = Directory.CreateDirectory(Path.Combine(folder, "store")).FullName;
            var hosts = new List<(string Service, ServiceHost Host)>();
            try
            {
                foreach (var service in FiveServices.Names)
                {
                    var (host, start) = await ServiceHost.StartAsync(service, Path.Combine(folder, service), address => Configuration(service, address), cancellationToken);
                    hosts.Add((service, host));
                    if (round > 0) // in the first round tables and queues are made, and programs are read from disk
                    {
                        await session.TimeAsync("ready", service, () => Task.FromResult(start));
                    }
                }

                if (round > 0)
                {
                    var idle = await Task.WhenAll(hosts.Select(async entry => (entry.Service, Usage: await entry.Host.IdleAsync(Idle, cancellationToken))));
                    foreach (var (service, usage) in idle)
                    {
                        await session.TimeAsync("idle", service, () => Task.FromResult(usage));
                    }

                    foreach (var (service, host) in hosts)
                    {
                        await session.TimeAsync("idle, unshared", service, () => Task.FromResult(new Usage(0, 0, host.OwnBytes())));
                    }
                }
            }
            finally
            {
                await Task.WhenAll(hosts.Select(entry => entry.Host.DisposeAsync().AsTask()));
            }

            HoldfastConfiguration Configuration(string service, Uri address) => new()
            {
                Platform = new(
                    "bench",
                    service == "db-dumper" ? [new HoldfastConfiguration.Database("shop", database)] : [],
                    service == "volume-archiver" ? [new HoldfastConfiguration.Volume("files", volume)] : []),
                ObjectStore = new("local", store),
                State = new("Postgres", state),
                Bus = new("RabbitMq", broker.Address.ToString()),
                Api = new(address.GetLeftPart(UriPartial.Authority)),
            };
        }
    }
}
