using System.Globalization;
using Holdfast.Benchmarks.Platforms;
using Holdfast.Benchmarks.Processes;
using Holdfast.Benchmarks.Tools;
using Holdfast.TestServers.Postgres;
using Holdfast.TestServers.RabbitMq;

namespace Holdfast.Benchmarks.Suites;

/// <summary>What one component of a backup costs when there are ten times as many of them.</summary>
internal sealed class ScaleBenchmark : Benchmark
{
    /// <summary>Of ten components one is a database.</summary>
    private const int OneIn = 10;

    private static readonly TimeSpan BetweenCalls = TimeSpan.FromMilliseconds(100);

    public override string Name => "scale";

    public override string Summary => "100 and 1,000 tiny components (one in ten a database) on five services, RabbitMQ and PostgreSQL: a backup, divided by its components; a status call meanwhile";

    public override void Run(Session session) => RunAsync(session, session.Cancellation).GetAwaiter().GetResult();

    private static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: cancellationToken);
        var most = session.Options.Quick ? 200 : 1000;
        var databases = new List<(string Name, string ConnectionString)>();
        for (var i = 0; i < most / OneIn; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"d{i:000}");
            var connection = await server.CreateDatabaseAsync($"bench_{name}", cancellationToken);
            await OverheadBenchmark.FillAsync(connection, cancellationToken);
            databases.Add((name, connection));
        }

        var volumes = Enumerable.Range(0, most - databases.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"v{i:000}")).Select(name => (Name: name, Path: session.Within(name))).ToList();
        volumes.ForEach(volume => OverheadBenchmark.Fill(volume.Path));
        for (var round = 1; round <= session.Options.Rounds; round++)
        {
            foreach (var count in new[] { most / 10, most })
            {
                await using var broker = await RabbitMqServer.StartAsync();
                await using var services = await FiveServices.StartAsync(
                    Folders.Renew(session.Within($"services-{round}-{count}")),
                    broker,
                    await server.CreateDatabaseAsync($"bench_state_{round}_{count}", cancellationToken),
                    [.. databases.Take(count / OneIn)],
                    [.. volumes.Take(count - (count / OneIn))],
                    session.PassphraseFile,
                    cancellationToken);
                await services.BackUpAsync(cancellationToken); // compiles code
                using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var calls = services.AskForStatusAsync(BetweenCalls, ended.Token);
                var usage = await services.BackUpAsync(cancellationToken);
                await ended.CancelAsync();
                var status = await calls;
                await RecordAsync($"100 of {count} components", usage with { Seconds = usage.Seconds * 100 / count, CpuSeconds = usage.CpuSeconds * 100 / count });
                await RecordAsync($"1,000 status calls, {count} components", usage with { Seconds = status.Average() * 1000 });
                session.Say(string.Create(CultureInfo.InvariantCulture, $"{status.Length} status calls: the middle one {status[status.Length / 2] * 1000:0} ms, 19 of 20 within {status[status.Length * 19 / 20] * 1000:0} ms"));
            }
        }

        Task RecordAsync(string step, Usage usage) => session.TimeAsync(step, HoldfastTool.ToolName, () => Task.FromResult(usage));
    }
}
