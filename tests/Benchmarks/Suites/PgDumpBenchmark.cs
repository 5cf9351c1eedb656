using Holdfast.Benchmarks.Platforms;
using Holdfast.Benchmarks.Processes;
using Holdfast.Benchmarks.Tools;
using Holdfast.TestServers.Postgres;

namespace Holdfast.Benchmarks.Suites;

/// <summary>One large database through the whole of Holdfast, next to pg_dump alone and to what people pipe it into.</summary>
internal sealed class PgDumpBenchmark : Benchmark
{
    private const long Bytes = 2_000_000_000;
    private const string Warm = "warm";

    public override string Name => "pg-dump";

    public override string Summary =>
        "a PostgreSQL database of 2 GB through the REST API: first, again (unchanged), warm (first into an empty store, by a process that has done it before); next to pg_dump, and pg_dump into restic and zstd";

    public override void Run(Session session) => RunAsync(session, session.Cancellation).GetAwaiter().GetResult();

    private static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        await using var server = await PostgresServer.StartAsync(cancellationToken: cancellationToken);
        const string Database = "bench_shop";
        var connection = await server.CreateDatabaseAsync(Database, cancellationToken);
        session.Say("fill the database");
        await ShopDatabase.FillAsync(connection, Bytes / (session.Options.Quick ? 10 : 1), session.Options.Seed, cancellationToken);
        var dump = PostgresClients.Dump(server, Database);
        session.Run(new Pipeline(dump) { Output = "/dev/null" });
        for (var round = 1; round <= session.Options.Rounds; round++)
        {
            session.NewRepositories();
            var folder = Folders.Renew(session.Within($"holdfast-{round}"));
            await using var holdfast = await StandaloneProcess.StartAsync(folder, [("shop", connection)], [], session.PassphraseFile, cancellationToken);
            foreach (var (step, day) in new[] { ("first", 1), ("again", 2), (Warm, 1) })
            {
                if (step == Warm)
                {
                    session.NewRepositories();
                    await holdfast.DeleteBackupsAsync(cancellationToken);
                }

                await session.TimeAsync(step, HoldfastTool.ToolName, () => holdfast.BackUpAsync(cancellationToken));
                await TimeAsync(step, "pg_dump alone", new Pipeline(dump) { Output = "/dev/null" });
                foreach (var tool in session.Tools.Where(tool => tool.Name is "restic" or "tar+zstd"))
                {
                    await TimeAsync(step, $"pg_dump into {(tool is TarTool ? "zstd -3 -T0" : tool.Name)}", tool.BackUpOutputOf(dump, session.Repository(tool), day)!);
                }
            }
        }

        Task TimeAsync(string step, string who, Pipeline pipeline) => session.TimeAsync(step, who, () => Task.FromResult(session.Run(pipeline)));
    }
}
