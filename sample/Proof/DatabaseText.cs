using System.Diagnostics;
using System.Globalization;
using System.Text;
using Holdfast.Sample.Platform;
using Npgsql;

namespace Holdfast.Sample.Proof;

/// <summary>A database as pg_dump's SQL text, for comparing: schema, data, large objects, owner, grants, settings.</summary>
internal static class DatabaseText
{
    /// <param name="programs">The folder of pg_dump.</param>
    public static async Task<string> OfAsync(string programs, string connectionString, CancellationToken cancellationToken)
    {
        var address = new NpgsqlConnectionStringBuilder(connectionString);
        // In an argument, a name with "=" would be taken for a connection string.
        var start = new ProcessStartInfo(
            Path.Combine(programs, "pg_dump"),
            ["--format=plain", "--create", "--encoding=UTF8", "--host", address.Host!, "--port", address.Port.ToString(CultureInfo.InvariantCulture), "--username", address.Username!])
        {
            Environment = { ["PGDATABASE"] = address.Database, ["PGPASSWORD"] = address.Password, ["LC_ALL"] = "C.UTF-8" },
        };
        var text = new StringBuilder();
        foreach (var line in (await Shell.RunAsync(start, cancellationToken)).Split('\n'))
        {
            // pg_dump guards its output with a random word.
            if (!line.StartsWith("\\restrict", StringComparison.Ordinal) && !line.StartsWith("\\unrestrict", StringComparison.Ordinal))
            {
                text.Append(line).Append('\n');
            }
        }

        return text.ToString();
    }
}
