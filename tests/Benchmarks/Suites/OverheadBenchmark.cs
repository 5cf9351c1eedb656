using System.Globalization;
using Holdfast.Benchmarks.Platforms;
using Holdfast.Benchmarks.Processes;
using Holdfast.Benchmarks.Tools;
using Holdfast.TestServers.Postgres;
using Holdfast.TestServers.RabbitMq;
using Npgsql;

namespace Holdfast.Benchmarks.Suites;

/// <summary>What a backup of a tiny platform takes beyond the dumps themselves: requests, messages, sagas, syncs.</summary>
internal sealed class OverheadBenchmark : Benchmark
{
    private static readonly string[] Databases = ["airflow", "asp", "exec", "gogs", "metadata"];
    private static readonly string[] Volumes = ["artifactory", "edweb", "gitserver", "metagraph", "openidfederator"];

    public override string Name => "overhead";

    public override string Summary => "five tiny databases and five tiny volumes, from POST /api/backup to Success: first, again; in one process, as five services on RabbitMQ, and the five pg_dump runs alone, one after the other";

    public override void Run(Session session) => RunAsync(session, session.Cancellation).GetAwaiter().GetResult();

    private static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        await using var broker = await RabbitMqServer.StartAsync();
        await using var server = await PostgresServer.StartAsync(cancellationToken: cancellationToken);
        var databases = new List<(string Name, string ConnectionString)>();
        foreach (var name in Databases)
        {
            var connection = await server.CreateDatabaseAsync($"bench_{name}", cancellationToken);
            await FillAsync(connection, cancellationToken);
            databases.Add((name, connection));
        }

        var volumes = Volumes.Select((name, index) => (Name: name, Path: session.Within(name), Seed: index)).ToList();
        volumes.ForEach(volume => Fill(volume.Path));
        var paths = volumes.Select(volume => (volume.Name, volume.Path)).ToList();
        for (var round = 1; round <= session.Options.Rounds; round++)
        {
            var folder = Folders.Renew(session.Within($"holdfast-{round}"));
            await using var holdfast = await StandaloneProcess.StartAsync(folder, databases, paths, session.PassphraseFile, cancellationToken);
            await using var services = await FiveServices.StartAsync(
                session.Within($"services-{round}"), broker, await server.CreateDatabaseAsync($"bench_state_{round}", cancellationToken), databases, paths, session.PassphraseFile, cancellationToken);
            foreach (var step in new[] { "first", "again" })
            {
                await session.TimeAsync(step, HoldfastTool.ToolName, () => holdfast.BackUpAsync(cancellationToken));
                await session.TimeAsync(step, "five services", () => services.BackUpAsync(cancellationToken));
                await session.TimeAsync(step, "pg_dump ×5", () => Task.FromResult(Databases
                    .Select(name => session.Run(new Pipeline(PostgresClients.Dump(server, $"bench_{name}")) { Output = "/dev/null" }))
                    .Aggregate((sum, next) => sum.Then(next))));
            }
        }
    }

    internal static async Task FillAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "CREATE TABLE items (id int PRIMARY KEY, name text); INSERT INTO items SELECT i, md5(i::text) FROM generate_series(1, 1000) i", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal static void Fill(string folder)
    {
        Directory.CreateDirectory(folder);
        for (var file = 0; file < 10; file++)
        {
            File.WriteAllText(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{file}.txt")), $"{Path.GetFileName(folder)} {file}");
        }
    }
}
