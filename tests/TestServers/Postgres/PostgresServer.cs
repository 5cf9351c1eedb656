using System.Collections.Concurrent;
using Holdfast.TestServers.Conditions;
using Holdfast.TestServers.Containers;
using Npgsql;

namespace Holdfast.TestServers.Postgres;

/// <summary>A real PostgreSQL server for tests.</summary>
/// <remarks>
/// Order of choice: the server whose superuser connection string is in <c>HOLDFAST_TEST_PG</c>; else a container of the version that installed
/// client programs have, where Docker answers and has the image or can pull it; else installed binaries, started privately on loopback; else a
/// failure that says what to do. <c>HOLDFAST_TEST_SERVERS</c> leaves only <c>containers</c> or only <c>packages</c> of these. Which one was taken is
/// printed once per start. A private server is stopped, and what it stored removed, at dispose and when the test process ends.
/// </remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> SharedServer = new(() => StartAsync());

    private readonly IOwnCluster? _own;
    private readonly ConcurrentBag<string> _created = [];

    private PostgresServer(string connectionString, PostgresBinaries binaries, IOwnCluster? own)
    {
        (ConnectionString, BinDirectory, Major, _own) = (connectionString, binaries.Directory, binaries.Major, own);
        Port = new NpgsqlConnectionStringBuilder(connectionString).Port;
    }

    /// <summary>Npgsql connection string of the superuser for the database <c>postgres</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>TCP port on the server's host.</summary>
    public int Port { get; }

    /// <summary>Major version of the programs in <see cref="BinDirectory"/>; never older than the server.</summary>
    public int Major { get; }

    /// <summary>Folder of pg_dump, pg_restore, psql and the rest, of a version that can talk to this server.</summary>
    public string BinDirectory { get; }

    /// <summary>The one server of this process for tests that need only a database of their own; never dispose it.</summary>
    public static Task<PostgresServer> SharedAsync() => SharedServer.Value;

    /// <summary>Starts (or finds) a server.</summary>
    /// <param name="major">The major version wanted; the newest installed when null.</param>
    /// <exception cref="InvalidOperationException">There is no such server here; the message says how to get one.</exception>
    public static async Task<PostgresServer> StartAsync(int? major = null, CancellationToken cancellationToken = default)
    {
        if (Environment.GetEnvironmentVariable("HOLDFAST_TEST_PG") is { Length: > 0 } address)
        {
            var version = await MajorOfAsync(address, cancellationToken);
            if ((major ?? version) == version)
            {
                var running = await AtAsync(address, cancellationToken);
                Console.WriteLine($"PostgreSQL {version}: the server of HOLDFAST_TEST_PG, programs of {running.BinDirectory}");
                return running;
            }
        }

        // What a server is dumped with must not be older than it: its version is that of the programs that are here.
        var clients = PostgresBinaries.Installed("pg_dump").FirstOrDefault(found => major is null || found.Major == major);
        if (clients is not null)
        {
            var image = DockerImages.Postgres(clients.Major);
            if (await ServerChoice.StartAsync($"PostgreSQL {clients.Major}", image, docker => ContainerCluster.StartAsync(docker, image, cancellationToken)) is { } cluster)
            {
                var contained = new PostgresServer(cluster.ConnectionString, clients, cluster);
                Console.WriteLine($"PostgreSQL {clients.Major}: a container of {image} on port {contained.Port}, programs of {clients.Directory}");
                return contained;
            }
        }

        var binaries = PostgresBinaries.Installed().FirstOrDefault(found => (major is null || found.Major == major) && ServerChoice.Source != ServerSource.Containers)
            ?? throw new InvalidOperationException(
                $"No PostgreSQL {major?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "server"} here. Install one with its client programs (apt-get install postgresql), or name the folder of its programs in "
                + "HOLDFAST_PG_BIN, or put a superuser connection string of a running server into HOLDFAST_TEST_PG.");
        var own = await PrivateCluster.StartAsync(binaries, kept: null, cancellationToken);
        var server = new PostgresServer(own.ConnectionString, binaries, own);
        Console.WriteLine($"PostgreSQL {binaries.Major}: started {binaries.Directory}/postgres on 127.0.0.1:{server.Port}");
        return server;
    }

    /// <summary>A server that runs already.</summary>
    /// <param name="address">Npgsql connection string of a superuser.</param>
    /// <exception cref="InvalidOperationException">No programs that can talk to it are installed.</exception>
    public static async Task<PostgresServer> AtAsync(string address, CancellationToken cancellationToken = default)
    {
        var version = await MajorOfAsync(address, cancellationToken);
        var client = PostgresBinaries.Installed("pg_dump").Where(found => found.Major >= version).MinBy(found => found.Major)
            ?? throw new InvalidOperationException($"The server is version {version}; install postgresql-client-{version} or newer.");
        return new PostgresServer(address, client, own: null);
    }

    /// <summary>Starts a private server whose cluster stays in <paramref name="folder"/> when the server is stopped.</summary>
    /// <param name="folder">As root, the account <c>postgres</c> must be able to reach it.</param>
    public static async Task<PostgresServer> StartKeptAsync(PostgresBinaries binaries, string folder, CancellationToken cancellationToken = default)
    {
        var own = await PrivateCluster.StartAsync(binaries, folder, cancellationToken);
        return new PostgresServer(own.ConnectionString, binaries, own);
    }

    /// <summary>Creates an empty database and returns the superuser's connection string for it.</summary>
    /// <param name="name">Any name, also one that needs quoting; made up when null.</param>
    public async Task<string> CreateDatabaseAsync(string? name = null, CancellationToken cancellationToken = default)
    {
        name ??= $"t{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {Quote(name)}", cancellationToken);
        _created.Add(name);
        return ConnectionStringFor(name);
    }

    /// <summary>The superuser's connection string for a database, whether that exists or not.</summary>
    /// <remarks>The pool stays small and empties soon, so that a test run of many databases does not use up the server's connections.</remarks>
    public string ConnectionStringFor(string database) =>
        new NpgsqlConnectionStringBuilder(ConnectionString)
        {
            Database = database,
            MaxPoolSize = 20,
            ConnectionIdleLifetime = 1,
            ConnectionPruningInterval = 1,
        }.ConnectionString;

    /// <summary>Runs one statement as the superuser in the database <c>postgres</c>.</summary>
    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken = default)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Whether tests may crash it.</summary>
    public bool IsPrivate => _own is not null;

    /// <summary>Lets it crash and recover: every connection is cut, and for a moment nothing is answered.</summary>
    public async Task CrashAsync(CancellationToken cancellationToken = default)
    {
        await using (var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false"))
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
            var id = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
            await _own!.KillAsync(id);
        }

        await Eventually.TrueAsync(AnswersAsync, "PostgreSQL has recovered");
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await ExecuteAsync("SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_own is not null)
        {
            await _own.DisposeAsync();
            return;
        }

        foreach (var name in _created)
        {
            await ExecuteAsync($"DROP DATABASE IF EXISTS {Quote(name)} WITH (FORCE)");
        }
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static async Task<int> MajorOfAsync(string address, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(address + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        return connection.PostgreSqlVersion.Major;
    }
}
