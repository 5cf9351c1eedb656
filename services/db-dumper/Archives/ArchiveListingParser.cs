using System.Globalization;

namespace Holdfast.DbDumper.Archives;

/// <summary>Reads what <c>pg_restore --list</c> prints.</summary>
internal static class ArchiveListingParser
{
    /// <summary>Reads to the end; <see cref="ArchiveContents.EntryCount"/> is 0 when the output is not a listing.</summary>
    public static async Task<ArchiveContents> ReadAsync(TextReader reader, CancellationToken cancellationToken)
    {
        var entries = new List<string>();
        var (count, server, client) = (0, 0, 0);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(';'))
            {
                count = Number(line, "TOC Entries: ") ?? count;
                server = Number(line, "Dumped from database version: ") ?? server;
                client = Number(line, "Dumped by pg_dump version: ") ?? client;
            }
            else if (WithoutNumbers(line) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return new ArchiveContents(count, server, client, entries);
    }

    private static int? Number(string line, string label)
    {
        var at = line.IndexOf(label, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var digits = line.AsSpan(at + label.Length);
        var length = digits.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(length < 0 ? digits : digits[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    // "3339; 0 16385 TABLE DATA public t postgres": entry number, catalog, object id, then what the object is.
    private static string? WithoutNumbers(string line)
    {
        var at = 0;
        for (var number = 0; number < 3 && at >= 0; number++)
        {
            at = line.IndexOf(' ', at) + 1;
            if (at == 0)
            {
                return null;
            }
        }

        return line[at..];
    }
}
