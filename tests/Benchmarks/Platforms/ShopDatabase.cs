using System.Text;
using Holdfast.Benchmarks.Data;
using Npgsql;

namespace Holdfast.Benchmarks.Platforms;

/// <summary>A real database with the tables of <see cref="DumpTable"/>.</summary>
internal static class ShopDatabase
{
    private static readonly (string Name, string Columns)[] Tables =
    [
        ("users", "id bigint, email text, password text, created timestamptz, active boolean, note text"),
        ("orders", "id bigint, customer int, placed timestamptz, state text, amount numeric, items text, note text"),
        ("returns", "id bigint, customer int, placed timestamptz, state text, amount numeric, items text, note text"),
        ("events", "id bigint, token text, payload json"),
        ("attachments", "id bigint, content text"),
    ];

    /// <summary>Creates the tables and fills them with rows of about <paramref name="bytes"/> in the text form of COPY.</summary>
    public static async Task FillAsync(string connectionString, long bytes, long seed, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        for (var table = 0; table < Tables.Length; table++)
        {
            var (name, columns) = Tables[table];
            await RunAsync($"CREATE TABLE {name} ({columns})");
            await FillAsync(connection, name, DumpTable.All[table], bytes, SeededRandom.For((ulong)seed, table), cancellationToken);
        }

        await RunAsync("VACUUM ANALYZE");
        await RunAsync("CHECKPOINT");

        async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task FillAsync(
        NpgsqlConnection connection, string name, DumpTable table, long bytes, SeededRandom random, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginTextImportAsync($"COPY {name} FROM STDIN", cancellationToken);
        var rows = new ContentBuffer();
        var rest = bytes * table.Share / 1000;
        for (long id = 0; rest > 0;)
        {
            rows.Clear();
            while (rows.Length < ContentBuffer.Target && rows.Length < rest)
            {
                table.Row(rows, random, id++);
            }

            await copy.WriteAsync(Encoding.UTF8.GetString(rows.Written).AsMemory(), cancellationToken);
            rest -= rows.Length;
        }
    }
}
