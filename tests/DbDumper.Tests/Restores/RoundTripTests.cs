using System.Text.Json;
using Holdfast.DbDumper.Facts;
using Holdfast.DbDumper.Restores;
using Holdfast.DbDumper.Servers;
using Holdfast.DbDumper.Tests.Databases;

namespace Holdfast.DbDumper.Tests.Restores;

public sealed class RoundTripTests
{
    public static TheoryData<string, string, string> Locales => new()
    {
        { "sample_utf8", "ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'", "Ω" },
        { "Odd \"name\" = 'q' Ünï", "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'", "Ω" },
        { "sample_latin1", "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'", "é" },
        { "sample_icu", "ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'de-DE' LC_COLLATE 'C' LC_CTYPE 'C'", "ß" },
        { new string('n', 63), "ENCODING 'UTF8'", "Ω" },
    };

    [Theory]
    [MemberData(nameof(Locales))]
    public async Task A_dropped_database_comes_back_identical(string name, string locale, string letter)
    {
        using var server = await TestServer.SharedAsync();
        // The columns with odd letters are for encodings that have them.
        var sample = await SampleDatabase.CreateAsync(server, name, locale, letter);
        var (text, properties) = (await PlainText.OfAsync(server, name), await DatabaseProperties.OfAsync(server, name));
        using var saved = await SavedDump.OfAsync(server, name);
        await server.RunAsync(name, "SET default_transaction_read_only = off", "DROP SUBSCRIPTION feed");
        await server.RunAsync("postgres", $"DROP DATABASE {Sql.Name(name)}");
        await sample.DropRolesAsync(server);

        var target = server.Target(name);
        var report = await server.Preparation().RunAsync(target, saved.Facts, ArchiveSource.File(saved.Path), TestContext.Current.CancellationToken);
        Assert.Equal(SwapState.Committed, await server.Commit().RunAsync(target, TestContext.Current.CancellationToken));
        Assert.Equal(SwapState.Idle, await TestServer.Forget().RunAsync(target, TestContext.Current.CancellationToken));

        Assert.Equal(4, report.Notes.Count(note => note.StartsWith("Role ", StringComparison.Ordinal)));
        Assert.Contains(report.Notes, note => note.Contains("without BYPASSRLS", StringComparison.Ordinal));
        Assert.Contains(report.Notes, note => note.Contains("SUBSCRIPTION - feed", StringComparison.Ordinal));
        Assert.Equal(text, await PlainText.OfAsync(server, name));
        Assert.Equal(properties, await DatabaseProperties.OfAsync(server, name));
        using var again = await SavedDump.OfAsync(server, name);
        Assert.Equal(Comparable(saved.Facts), Comparable(again.Facts));
        Assert.Equal(saved.Report.Contents.Entries.Order(StringComparer.Ordinal), again.Report.Contents.Entries.Order(StringComparer.Ordinal));
        Assert.Equal([name], await server.DatabasesAsync(name[..Math.Min(name.Length, 15)]));
    }

    [Fact]
    public async Task A_drill_leaves_neither_its_copies_nor_the_roles_that_it_had_to_create()
    {
        using var server = await TestServer.SharedAsync();
        const string First = "drilled_first", Second = "drilled_second", Role = "drilled_owner";
        await server.RunAsync("postgres", $"CREATE ROLE {Role}", $"CREATE DATABASE {First} OWNER {Role}", $"CREATE DATABASE {Second} OWNER {Role}");
        await server.RunAsync(First, "CREATE TABLE t (id int)", $"ALTER TABLE t OWNER TO {Role}");
        using var saved = await SavedDump.OfAsync(server, First);
        await server.RunAsync("postgres", $"DROP DATABASE {First}", $"DROP DATABASE {Second}", $"DROP ROLE {Role}");
        foreach (var name in (string[])[First, Second])
        {
            await server.Preparation().RunAsync(
                server.Target(name, "d1") with { IsDrill = true }, saved.Facts, ArchiveSource.File(saved.Path), TestContext.Current.CancellationToken);
        }

        await DiscardAsync(First);
        Assert.Equal(1, await RolesAsync()); // the other one still needs it
        await DiscardAsync(Second);
        Assert.Equal(0, await RolesAsync());
        await DiscardAsync(Second);
        Assert.Empty(await server.DatabasesAsync("drilled_"));

        Task<SwapState> DiscardAsync(string name) => TestServer.Discard().RunAsync(server.Target(name, "d1"), TestContext.Current.CancellationToken);
        Task<long> RolesAsync() => server.GetAsync<long>("postgres", $"SELECT count(*) FROM pg_roles WHERE rolname = '{Role}'");
    }

    // Power over the whole server is not given back unasked; the size depends on when the server last cleaned up.
    private static string Comparable(DatabaseFacts facts) => JsonSerializer.Serialize(
        facts with { SizeBytes = 0, Roles = [.. facts.Roles.Select(role => role with { BypassRowSecurity = false })] }, DatabaseFactsJson.Default.DatabaseFacts);
}
