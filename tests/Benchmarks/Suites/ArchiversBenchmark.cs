using Holdfast.Benchmarks.Platforms;
using Holdfast.Benchmarks.Processes;
using Holdfast.Benchmarks.Tools;
using Holdfast.TestServers.Postgres;
using Holdfast.TestServers.RabbitMq;

namespace Holdfast.Benchmarks.Suites;

/// <summary>Whether another volume-archiver takes half of the work off the first one, where each has half a processor and the other services have the rest.</summary>
internal sealed class ArchiversBenchmark : Benchmark
{
    private const int Files = 4_000;
    private const long Bytes = 1_000_000_000;

    public override string Name => "archivers";

    public override string Summary => "the first backup of two volumes of 1 GB by one volume-archiver that may take half a processor, and by two that may take half each";

    public override void Run(Session session) => RunAsync(session, session.Cancellation).GetAwaiter().GetResult();

    private static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        var volumes = new[] { "left", "right" }.Select(name => (Name: name, Path: session.Within(name))).ToList();
        var scale = session.Options.Quick ? 10 : 1;
        foreach (var (_, path) in volumes)
        {
            session.Data("mixed", path, ("--files", Files / scale), ("--bytes", Bytes / scale));
        }

        await using var server = await PostgresServer.StartAsync(cancellationToken: cancellationToken);
        for (var round = 1; round <= session.Options.Rounds; round++)
        {
            foreach (var (count, tool) in new[] { (1, "one archiver"), (2, HoldfastTool.ToolName) })
            {
                using var shares = new ProcessorShares(count, 0.5);
                await using var broker = await RabbitMqServer.StartAsync();
                await using var services = await FiveServices.StartAsync(
                    Folders.Renew(session.Within("services")),
                    broker,
                    await server.CreateDatabaseAsync($"bench_state_{round}_{count}", cancellationToken),
                    databases: [],
                    volumes,
                    session.PassphraseFile,
                    cancellationToken,
                    archivers: shares.Starters);
                volumes.ForEach(volume => session.Data("hash", volume.Path)); // reads all: none has it from the disk
                Session.Settle();
                await session.TimeAsync("two volumes", tool, () => services.BackUpAsync(cancellationToken));
            }
        }
    }
}
