using System.Globalization;
using Holdfast.Benchmarks.Processes;
using Holdfast.TestServers.Postgres;
using Npgsql;

namespace Holdfast.Benchmarks.Platforms;

/// <summary>The server's own programs, as commands to measure.</summary>
internal static class PostgresClients
{
    /// <summary>The dump that operators pipe into something: custom format, not compressed.</summary>
    public static Command Dump(PostgresServer server, string database)
    {
        var address = new NpgsqlConnectionStringBuilder(server.ConnectionStringFor(database));
        return new Command(Path.Combine(server.BinDirectory, "pg_dump"), "--format=custom", "--compress=0")
        {
            Environment = new Dictionary<string, string>
            {
                ["PGHOST"] = address.Host!,
                ["PGPORT"] = address.Port.ToString(CultureInfo.InvariantCulture),
                ["PGUSER"] = address.Username!,
                ["PGPASSWORD"] = address.Password ?? "",
                ["PGDATABASE"] = database,
            },
        };
    }
}
