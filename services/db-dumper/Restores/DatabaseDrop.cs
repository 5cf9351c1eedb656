using Holdfast.DbDumper.Servers;
using Npgsql;

namespace Holdfast.DbDumper.Restores;

/// <summary>Drops a side database, whoever is connected to it and whatever protects it.</summary>
internal static class DatabaseDrop
{
    /// <summary>Does nothing when there is none of that name.</summary>
    public static async Task RunAsync(MaintenanceSession session, string name, CancellationToken cancellationToken)
    {
        var protections = await session.QueryAsync(
            "SELECT datistemplate, EXISTS (SELECT FROM pg_subscription WHERE subdbid = d.oid) FROM pg_database d WHERE datname = $1",
            [name],
            row => (IsTemplate: row.GetBoolean(0), HasSubscriptions: row.GetBoolean(1)),
            cancellationToken);
        if (protections is [{ IsTemplate: true }])
        {
            await session.ExecuteAsync($"ALTER DATABASE {Sql.Name(name)} IS_TEMPLATE false", cancellationToken);
        }

        if (protections is [{ HasSubscriptions: true }])
        {
            await session.ExecuteAsync($"ALTER DATABASE {Sql.Name(name)} ALLOW_CONNECTIONS true", cancellationToken);
            await DropSubscriptionsAsync(session.Address.With(name), cancellationToken);
        }

        await session.ExecuteAsync($"DROP DATABASE IF EXISTS {Sql.Name(name)} WITH (FORCE)", cancellationToken);
    }

    // Their slots on the publisher stay: the live database has the same subscriptions and uses the same slots.
    private static async Task DropSubscriptionsAsync(DatabaseAddress address, CancellationToken cancellationToken)
    {
        await using var connection = address.CreateConnection();
        await connection.OpenAsync(cancellationToken);
        await RunAsync(connection, QuietSession.Sql, cancellationToken);
        var names = new List<string>();
        await using (var command = new NpgsqlCommand("SELECT subname FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                names.Add(Sql.Name(reader.GetString(0)));
            }
        }

        foreach (var name in names)
        {
            await RunAsync(connection, $"ALTER SUBSCRIPTION {name} DISABLE", cancellationToken);
            await RunAsync(connection, $"ALTER SUBSCRIPTION {name} SET (slot_name = NONE)", cancellationToken);
            await RunAsync(connection, $"DROP SUBSCRIPTION {name}", cancellationToken);
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
