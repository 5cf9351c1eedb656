using System.Globalization;
using Holdfast.Sample.Platform;
using Holdfast.TestServers.Postgres;
using Npgsql;

namespace Holdfast.EndToEnd.Tests.Platforms;

/// <summary>Five databases and five volumes with a version each, so small that all can be backed up and restored in a moment.</summary>
internal sealed class TinyPlatform : IDisposable
{
    private const int EachKind = 5;
    private const int Rows = 20;
    private readonly TemporaryFolder _folder = new();
    private readonly PostgresServer _server;
    private readonly string _id = Guid.NewGuid().ToString("N")[..8];

    private TinyPlatform(PostgresServer server) => _server = server;

    public string Store => _folder.In("backup");

    public string State => _folder.In("state");

    public PostgresServer Server => _server;

    /// <summary>Components' names: <c>d1</c> and so on.</summary>
    public static IReadOnlyList<string> Databases { get; } = [.. Enumerable.Range(1, EachKind).Select(i => $"d{i}")];

    /// <summary>Components' names: <c>v1</c> and so on.</summary>
    public static IReadOnlyList<string> Volumes { get; } = [.. Enumerable.Range(1, EachKind).Select(i => $"v{i}")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<TinyPlatform> CreateAsync()
    {
        var platform = new TinyPlatform(await PostgresServer.SharedAsync());
        Directory.CreateDirectory(platform.Store);
        foreach (var name in Databases)
        {
            await platform._server.CreateDatabaseAsync(platform.DatabaseOf(name), Token);
            await platform.ExecuteAsync(name, "CREATE TABLE state (row integer PRIMARY KEY, version integer NOT NULL)");
        }

        foreach (var name in Volumes)
        {
            Directory.CreateDirectory(platform.PathOf(name));
        }

        await platform.SetAsync(1);
        return platform;
    }

    public string PathOf(string volume) => _folder.In("volumes", volume);

    /// <summary>A database's own name.</summary>
    public string DatabaseOf(string database) => $"{database}_{_id}";

    /// <summary>A file of the test's own.</summary>
    public string In(string name) => _folder.In(name);

    public HoldfastConfiguration Configuration(Uri address) => new()
    {
        Platform = new(
            "app",
            [.. Databases.Select(name => new HoldfastConfiguration.Database(name, _server.ConnectionStringFor(DatabaseOf(name))))],
            [.. Volumes.Select(name => new HoldfastConfiguration.Volume(name, PathOf(name)))]),
        ObjectStore = new("local", Store),
        State = new("Sqlite", $"Data Source={Path.Combine(State, "holdfast.db")}"),
        Api = new(address.GetLeftPart(UriPartial.Authority)),
        DbDumper = new([_server.BinDirectory]),
    };

    /// <summary>Brings every component to a version.</summary>
    public async Task SetAsync(int version)
    {
        foreach (var name in Databases)
        {
            await ExecuteAsync(name, $"DELETE FROM state; INSERT INTO state SELECT i, {version} FROM generate_series(1, {Rows}) i");
        }

        foreach (var name in Volumes)
        {
            var path = PathOf(name);
            Directory.CreateDirectory(Path.Combine(path, "folder"));
            foreach (var stale in Directory.GetFiles(path, "only-in-*"))
            {
                File.Delete(stale);
            }

            var text = version.ToString(CultureInfo.InvariantCulture);
            foreach (var file in (string[])["a", Path.Combine("folder", "b"), $"only-in-{text}"])
            {
                await File.WriteAllTextAsync(Path.Combine(path, file), text, Token);
            }
        }
    }

    /// <summary>Each component's version; <c>torn</c> where it has parts of several, and what is wrong where it cannot be read.</summary>
    public async Task<SortedDictionary<string, string>> ReadAsync()
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Databases)
        {
            try
            {
                await using var connection = new NpgsqlConnection(_server.ConnectionStringFor(DatabaseOf(name)) + ";Pooling=false");
                await connection.OpenAsync(Token);
                await using var command = new NpgsqlCommand("SELECT CASE WHEN count(*) = 20 AND min(version) = max(version) THEN min(version)::text ELSE 'torn' END FROM state", connection);
                versions[name] = (string)(await command.ExecuteScalarAsync(Token))!;
            }
            catch (PostgresException exception)
            {
                versions[name] = exception.MessageText;
            }
        }

        foreach (var name in Volumes)
        {
            var kept = Path.Combine(PathOf(name), ".holdfast") + "/"; // what a restore keeps for its undo
            var files = Directory.GetFiles(PathOf(name), "*", SearchOption.AllDirectories).Where(file => !file.StartsWith(kept, StringComparison.Ordinal)).ToList();
            var texts = files.Select(File.ReadAllText).Distinct().ToList();
            versions[name] = files.Count == 3 && texts.Count == 1 && File.Exists(Path.Combine(PathOf(name), $"only-in-{texts[0]}")) ? texts[0] : "torn";
        }

        return versions;
    }

    /// <summary>Fails unless every component is at a version.</summary>
    public async Task IsAsync(int version)
    {
        var versions = await ReadAsync();
        Assert.True(versions.Values.All(found => found == $"{version}"), $"Expected {version}: {string.Join(", ", versions)}");
    }

    public Task ExecuteAsync(string database, string sql) => ExecuteInAsync(DatabaseOf(database), sql);

    /// <summary>Databases that a restore made beside the live ones, with their names' ends.</summary>
    public async Task<string[]> SideDatabasesAsync()
    {
        await using var connection = new NpgsqlConnection(_server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand($"SELECT coalesce(array_agg(datname::text), '{{}}') FROM pg_database WHERE datname LIKE '%{_id}\\_\\_%'", connection);
        return (string[])(await command.ExecuteScalarAsync(Token))!;
    }

    public void Dispose()
    {
        foreach (var name in Databases)
        {
            _server.ExecuteAsync($"DROP DATABASE IF EXISTS {DatabaseOf(name)} WITH (FORCE)", CancellationToken.None).GetAwaiter().GetResult();
        }

        _folder.Dispose();
    }

    private async Task ExecuteInAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(_server.ConnectionStringFor(database) + ";Pooling=false");
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }
}
