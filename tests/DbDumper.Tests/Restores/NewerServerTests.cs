using Holdfast.DbDumper.Restores;
using Holdfast.DbDumper.Tests.Databases;
using Holdfast.TestServers.Postgres;

namespace Holdfast.DbDumper.Tests.Restores;

public sealed class NewerServerTests
{
    private static readonly string[] Statements = ["CREATE ", "ALTER ", "GRANT ", "REVOKE ", "COMMENT ", "SELECT pg_catalog."];

    [Fact]
    public async Task A_database_moves_to_a_newer_server()
    {
        var token = TestContext.Current.CancellationToken;
        var installed = PostgresBinaries.Installed().DistinctBy(binaries => binaries.Major).OrderBy(binaries => binaries.Major).ToArray();
        Assert.SkipUnless(installed.Length > 1, "takes two major versions of PostgreSQL: install another, or name its folder in HOLDFAST_PG_BIN");
        var options = new DbDumperOptions { ClientFolders = [.. installed.Select(binaries => binaries.Directory)] };
        await using var olderServer = await PostgresServer.StartAsync(installed[0].Major, token);
        await using var newerServer = await PostgresServer.StartAsync(installed[^1].Major, token);
        using var older = new TestServer(olderServer, options);
        using var newer = new TestServer(newerServer, options);
        var sample = await SampleDatabase.CreateAsync(older);
        using var saved = await SavedDump.OfAsync(older, sample.Name);

        var target = newer.Target(sample.Name);
        await newer.Preparation().RunAsync(target, saved.Facts, ArchiveSource.File(saved.Path), token);
        Assert.Equal(SwapState.Committed, await newer.Commit().RunAsync(target, token));

        Assert.Equal(installed[0].Major, saved.Facts.DumpedByMajor);
        Assert.Equal(Lines(await PlainText.OfAsync(older, sample.Name, newerServer.Major)), Lines(await PlainText.OfAsync(newer, sample.Name)));
    }

    // The bodies of views are written differently by each version, so of definitions only the first lines count, and of data all.
    private static List<string> Lines(string text)
    {
        var (lines, data) = (new List<string>(), false);
        foreach (var line in text.Split('\n'))
        {
            data = line.StartsWith("COPY ", StringComparison.Ordinal) || (data && line != "\\.");
            // A subscription made before version 16 has another default there.
            if (line.StartsWith("CREATE SUBSCRIPTION", StringComparison.Ordinal))
            {
                continue;
            }

            if (data || Statements.Any(start => line.StartsWith(start, StringComparison.Ordinal)))
            {
                lines.Add(line);
            }
        }

        return lines;
    }
}
