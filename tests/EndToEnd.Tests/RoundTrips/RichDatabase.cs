using Holdfast.TestServers.Postgres;
using Npgsql;

namespace Holdfast.EndToEnd.Tests.RoundTrips;

/// <summary>A database with one of everything, with an odd name, an encoding of choice and roles of its own.</summary>
internal sealed class RichDatabase(PostgresServer server, string name)
{
    private static readonly string[] Roles = ["reader", "writer", "owner", "group"];
    private readonly string _id = Guid.NewGuid().ToString("N")[..8];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public string ConnectionString => server.ConnectionStringFor(name);

    /// <param name="locale">The end of <c>CREATE DATABASE</c>, such as <c>ENCODING 'LATIN1' LOCALE 'C'</c>.</param>
    /// <param name="letter">A letter that the encoding has.</param>
    public async Task CreateAsync(string locale, string letter)
    {
        foreach (var role in Roles)
        {
            await server.ExecuteAsync($"CREATE ROLE {RoleOf(role)}", Token);
        }

        await server.ExecuteAsync($"CREATE DATABASE {Quote(name)} TEMPLATE template0 {locale}", Token);
        using var reader = new StreamReader(typeof(RichDatabase).Assembly.GetManifestResourceStream("everything.sql")!);
        var script = (await reader.ReadToEndAsync(Token))
            .Replace("{database}", Quote(name), StringComparison.Ordinal).Replace("{letter}", letter, StringComparison.Ordinal);
        await ExecuteAsync(Roles.Aggregate(script, (text, role) => text.Replace($"{{{role}}}", RoleOf(role), StringComparison.Ordinal)));
    }

    /// <summary>Drops the database and the roles its objects need.</summary>
    public async Task DestroyAsync()
    {
        await ExecuteAsync("DROP SUBSCRIPTION feed"); // a database with one cannot be dropped
        await server.ExecuteAsync($"DROP DATABASE {Quote(name)} WITH (FORCE)", Token);
        foreach (var role in Roles)
        {
            await server.ExecuteAsync($"DROP ROLE {RoleOf(role)}", Token);
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Options=-c default_transaction_read_only=off");
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Token);
    }

    private string RoleOf(string role) => Quote($"{role} \"{_id}\"");

    private static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
