using System.Text.RegularExpressions;
using Holdfast.TestServers.Postgres;
using Npgsql;

namespace Holdfast.Sample.Databases;

/// <summary>The five databases of the sample platform.</summary>
/// <param name="server">Where they are.</param>
/// <param name="prefix">What stands before each name on that server; empty on a server of our own.</param>
internal sealed partial class SampleDatabases(PostgresServer server, string prefix)
{
    /// <summary>Components' names, sorted.</summary>
    public static IReadOnlyList<string> Names { get; } = ["airflow", "asp", "exec", "gogs", "metadata"];

    /// <summary>A database's own name.</summary>
    public string NameOf(string component) => prefix + component;

    public string ConnectionStringOf(string component) => server.ConnectionStringFor(NameOf(component));

    public async Task<bool> ExistsAsync(string component, CancellationToken cancellationToken) =>
        await QueryAsync<bool>("postgres", $"SELECT EXISTS (SELECT FROM pg_database WHERE datname = '{NameOf(component)}')", cancellationToken);

    /// <summary>The space a database takes on its server, in bytes.</summary>
    public Task<long> SizeAsync(string component, CancellationToken cancellationToken) =>
        QueryAsync<long>("postgres", $"SELECT pg_database_size('{NameOf(component)}')", cancellationToken);

    /// <summary>Creates a database, fills it and creates the roles it needs.</summary>
    public async Task CreateAsync(string component, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(typeof(SampleDatabases).Assembly.GetManifestResourceStream($"{component}.sql")!);
        var script = await reader.ReadToEndAsync(cancellationToken);
        var roles = Role().Matches(script).Select(match => match.Groups[1].Value).Where(name => name != "database").Distinct().ToList();
        foreach (var role in roles)
        {
            var exists = await QueryAsync<bool>("postgres", $"SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '{RoleOf(component, role)}')", cancellationToken);
            script = exists ? script.Replace($"CREATE ROLE {{{role}}} NOLOGIN;", "", StringComparison.Ordinal) : script;
            script = script.Replace($"{{{role}}}", RoleOf(component, role), StringComparison.Ordinal);
        }

        await server.ExecuteAsync($"CREATE DATABASE \"{NameOf(component)}\" TEMPLATE template0 ENCODING 'UTF8'", cancellationToken);
        await ExecuteAsync(component, script.Replace("{database}", $"\"{NameOf(component)}\"", StringComparison.Ordinal), cancellationToken);
    }

    /// <summary>What happens on such a platform between two backups.</summary>
    public async Task LiveOnAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync("airflow", "INSERT INTO log (dttm, event, extra) SELECT now(), 'tick', md5(random()::text) FROM generate_series(1, 500)", cancellationToken);
        await ExecuteAsync("exec", "INSERT INTO execution (started, output) SELECT now(), md5(random()::text) FROM generate_series(1, 500)", cancellationToken);
        await ExecuteAsync("gogs", "UPDATE issue SET name = name || '!' WHERE id % 1000 = 1", cancellationToken);
    }

    public Task DropAsync(string component, CancellationToken cancellationToken) =>
        server.ExecuteAsync($"DROP DATABASE \"{NameOf(component)}\" WITH (FORCE)", cancellationToken);

    public async Task ExecuteAsync(string component, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionStringOf(component) + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The first column of the first row.</summary>
    public async Task<T> QueryAsync<T>(string database, string sql, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionStringFor(database) + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static string RoleOf(string component, string role) => $"holdfast_sample_{component}_{role}";

    [GeneratedRegex(@"\{([a-z]+)\}")]
    private static partial Regex Role();
}
