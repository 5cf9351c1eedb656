using System.Buffers;
using Holdfast.DbDumper.Archives;
using Holdfast.DbDumper.Clients;
using Holdfast.DbDumper.Failures;
using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Restores;

/// <summary>Compares a rebuilt database with the archive it came from.</summary>
/// <remarks>
/// pg_restore has executed every entry and found every data block, or it would have failed. What remains to be shown is that the result
/// is the same database to pg_dump: it starts a dump of the copy, takes its table of contents, and stops it there. Both tables
/// must list the same objects with the same owners.
/// </remarks>
internal static class RestoreCheck
{
    private const int BlockSize = 64 * 1024;
    private const int Shown = 5;

    // Between major versions pg_dump groups large objects differently and treats these defaults differently.
    private static readonly string[] VersionDependent = ["BLOB", "ACL", "DEFAULT ACL", "COMMENT", "SCHEMA - public", "CONSTRAINT", "DEFAULT "];

    /// <param name="serverMajor">Of the server that holds the copy.</param>
    /// <exception cref="RestoreIncompleteException">They differ.</exception>
    public static async Task RunAsync(
        PostgresClient client, DatabaseAddress copy, ArchiveContents archive, int serverMajor, CancellationToken cancellationToken)
    {
        var rebuilt = await ContentsAsync(client, copy, cancellationToken);
        var sameVersions = archive.ClientMajor == client.Major && archive.ServerMajor == serverMajor;
        var expected = Comparable(archive, sameVersions);
        var missing = Minus(expected, Comparable(rebuilt, sameVersions));
        var surplus = Minus(Comparable(rebuilt, sameVersions), expected);
        if (missing.Count > 0 || surplus.Count > 0)
        {
            throw new RestoreIncompleteException(
                $"The rebuilt {copy} differs from its archive of {archive.Entries.Count} entries:{List("missing", missing)}{List("not in the archive", surplus)}");
        }
    }

    private static async Task<ArchiveContents> ContentsAsync(PostgresClient client, DatabaseAddress copy, CancellationToken cancellationToken)
    {
        await using var listing = ArchiveListing.Start(client);
        await using var dump = ClientProcess.Start(client.PgDump, ["--format=custom", "--compress=0", "--no-password"], copy);
        await using var stop = cancellationToken.Register(dump.Kill);
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            while (!listing.IsSatisfied)
            {
                var count = await dump.Output.ReadAsync(block, CancellationToken.None);
                cancellationToken.ThrowIfCancellationRequested();
                if (count == 0)
                {
                    await CheckAsync(dump, copy, cancellationToken);
                    break;
                }

                await listing.FeedAsync(block.AsMemory(0, count), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        return await listing.CompleteAsync(cancellationToken);
    }

    private static async Task CheckAsync(ClientProcess dump, DatabaseAddress copy, CancellationToken cancellationToken)
    {
        var exit = await dump.WaitAsync(cancellationToken);
        if (exit.Code != 0)
        {
            throw PostgresFailure.FromDump(copy, exit.Code, exit.Text);
        }
    }

    private static IEnumerable<string> Comparable(ArchiveContents contents, bool sameVersions) => sameVersions
        ? contents.Entries
        : contents.Entries.Where(entry => !VersionDependent.Any(kind => entry.StartsWith(kind, StringComparison.Ordinal)));

    private static List<string> Minus(IEnumerable<string> entries, IEnumerable<string> others)
    {
        var counts = others.CountBy(entry => entry, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. entries.Where(entry => !counts.TryGetValue(entry, out var left) || (counts[entry] = left - 1) < 0)];
    }

    private static string List(string what, List<string> entries) => entries.Count == 0
        ? ""
        : $" {what}: {string.Join("; ", entries.Take(Shown))}{(entries.Count > Shown ? $" and {entries.Count - Shown} more" : "")}.";
}
