using Npgsql;

namespace Holdfast.DbDumper.Facts;

/// <summary>Runs a catalog query and makes a list of its rows.</summary>
internal static class CatalogQuery
{
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <summary>A column's text; null for SQL's NULL.</summary>
    public static string? Text(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>A setting as the catalog keeps it, <c>name=value</c>.</summary>
    public static DatabaseSetting Setting(string? role, string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return new DatabaseSetting(role, text[..at], text[(at + 1)..]);
    }
}
