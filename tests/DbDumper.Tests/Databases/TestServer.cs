using Holdfast.DbDumper.Clients;
using Holdfast.DbDumper.Dumps;
using Holdfast.DbDumper.Restores;
using Holdfast.DbDumper.Servers;
using Holdfast.TestServers.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Holdfast.DbDumper.Tests.Databases;

/// <summary>A PostgreSQL server and the service's classes set up for it.</summary>
internal sealed class TestServer : IDisposable
{
    public TestServer(PostgresServer server, DbDumperOptions? options = null)
    {
        Server = server;
        Options = options ?? new DbDumperOptions { ClientFolders = [server.BinDirectory], RestoreJobs = 2, EndConnectionsWait = TimeSpan.FromSeconds(20) };
        Tools = new PostgresTools(Options);
        Dumper = new DatabaseDumper(Tools, Options, TimeProvider.System, NullLogger<DatabaseDumper>.Instance);
    }

    public PostgresServer Server { get; }

    public DbDumperOptions Options { get; }

    public PostgresTools Tools { get; }

    public DatabaseDumper Dumper { get; }

    public static async Task<TestServer> SharedAsync() => new(await PostgresServer.SharedAsync());

    public void Dispose() => Tools.Dispose();

    public DatabasePreparation Preparation(BeforeStatement? before = null) =>
        new(Tools, Options, NullLogger<DatabasePreparation>.Instance, before);

    public DatabaseCommit Commit(BeforeStatement? before = null) => new(Options, TimeProvider.System, before);

    public DatabaseRollBack RollBack(BeforeStatement? before = null) => new(Options, TimeProvider.System, before);

    public static DatabaseDiscard Discard(BeforeStatement? before = null) => new(before);

    public static DatabaseForget Forget(BeforeStatement? before = null) => new(before);

    public RestoreTarget Target(string database, string id = "r1") => new(Server.ConnectionStringFor(database), id);

    /// <summary>Runs statements one after another in one session of a database.</summary>
    public async Task RunAsync(string database, params string[] statements)
    {
        await using var connection = new NpgsqlConnection(Server.ConnectionStringFor(database) + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The first column of the first row.</summary>
    public async Task<T> GetAsync<T>(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(Server.ConnectionStringFor(database) + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>The names of the databases that begin with <paramref name="prefix"/>, sorted.</summary>
    public async Task<string[]> DatabasesAsync(string prefix) =>
        await GetAsync<string[]>("postgres", $"SELECT coalesce(array_agg(datname::text ORDER BY datname::text COLLATE \"C\"), '{{}}') FROM pg_database WHERE starts_with(datname, {Sql.Text(prefix)})");
}
