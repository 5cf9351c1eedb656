using Holdfast.DbDumper.Facts;
using Holdfast.DbDumper.Preflight;
using Holdfast.DbDumper.Restores;
using Holdfast.DbDumper.Servers;
using Holdfast.DbDumper.Tests.Databases;
using Npgsql;

namespace Holdfast.DbDumper.Tests.Preflight;

public sealed class RestorePreflightTests
{
    [Fact]
    public async Task A_restore_over_the_database_that_was_dumped_has_no_problem()
    {
        using var server = await TestServer.SharedAsync();
        var (name, facts) = await FactsAsync(server);
        Assert.Empty(await RunAsync(server, server.Target(name), facts));
    }

    [Fact]
    public async Task Every_problem_is_reported_at_once_and_nothing_is_changed()
    {
        using var server = await TestServer.SharedAsync();
        var (name, facts) = await FactsAsync(server);
        var target = server.Target(name, "clash");
        await server.RunAsync("postgres", $"CREATE DATABASE {Sql.Name(target.Names.Previous)}");
        var before = await server.DatabasesAsync("");
        var problems = await RunAsync(server, target, facts with
        {
            ServerMajor = 98,
            DumpedByMajor = 99,
            LocaleProvider = LocaleProvider.Libc,
            Collation = "xx_YY.utf8",
            Tablespace = "fast_disk",
            SizeBytes = long.MaxValue / 4,
            Extensions = [new ExtensionFact("postgis", "3.4.2", "public"), new ExtensionFact("hstore", "0.1", "public")],
            Roles = [.. facts.Roles, facts.Roles[0] with { Name = "nobody here", Superuser = true, Login = true, PasswordHash = null }],
        });
        AssertOne(problems, blocks: true, "version 98");
        AssertOne(problems, blocks: true, "Install postgresql-client-99");
        AssertOne(problems, blocks: true, "'postgis' 3.4.2 is not installed");
        AssertOne(problems, blocks: false, "'hstore' was version 0.1");
        AssertOne(problems, blocks: false, "'nobody here' does not exist on this server and will be created, without the powers");
        AssertOne(problems, blocks: false, "'xx_YY.utf8' may not be installed");
        AssertOne(problems, blocks: false, "Tablespace 'fast_disk'");
        AssertOne(problems, blocks: true, $"A database '{target.Names.Previous}' exists already");
        AssertOne(problems, blocks: true, "the server's disk has");
        Assert.Equal(9, problems.Count);
        Assert.Equal(before.Where(database => database.StartsWith(name, StringComparison.Ordinal)), await server.DatabasesAsync(name));
    }

    [Fact]
    public async Task What_our_login_lacks_is_reported()
    {
        using var server = await TestServer.SharedAsync();
        var (name, facts) = await FactsAsync(server);
        await server.RunAsync(name, "CREATE EXTENSION pageinspect");
        using var saved = await SavedDump.OfAsync(server, name);
        var role = $"weak_{Guid.NewGuid():N}"[..15];
        await server.RunAsync("postgres", $"CREATE ROLE {role} LOGIN PASSWORD 'p'");
        var address = new NpgsqlConnectionStringBuilder(server.Server.ConnectionStringFor(name)) { Username = role, Password = "p" }.ConnectionString;
        var problems = await RunAsync(server, new RestoreTarget(address, "r1"), saved.Facts with
        {
            Roles = [.. saved.Facts.Roles, facts.Roles[0] with { Name = "nobody here" }],
        });
        AssertOne(problems, blocks: true, "may not create databases");
        AssertOne(problems, blocks: true, "belongs to a role that");
        AssertOne(problems, blocks: true, "may not create it");
        AssertOne(problems, blocks: true, "'pageinspect' can be created by a superuser only");
        AssertOne(problems, blocks: true, "belong to role 'postgres'");
    }

    [Fact]
    public async Task A_server_that_is_down_is_the_one_problem()
    {
        using var server = await TestServer.SharedAsync();
        var (name, facts) = await FactsAsync(server);
        var address = new NpgsqlConnectionStringBuilder(server.Server.ConnectionStringFor(name)) { Port = 1 }.ConnectionString;
        AssertOne(await RunAsync(server, new RestoreTarget(address, "r1"), facts), blocks: true, "Check that the server runs");
    }

    private static Task<IReadOnlyList<PreflightProblem>> RunAsync(TestServer server, RestoreTarget target, DatabaseFacts facts) =>
        new RestorePreflight(server.Tools).RunAsync(target, facts, TestContext.Current.CancellationToken);

    private static void AssertOne(IReadOnlyList<PreflightProblem> problems, bool blocks, string text)
    {
        var found = problems.Where(problem => problem.Message.Contains(text, StringComparison.Ordinal)).ToArray();
        Assert.True(found.Length == 1 && found[0].Blocks == blocks, $"'{text}' among: {string.Join(Environment.NewLine, problems)}");
    }

    private static async Task<(string Name, DatabaseFacts Facts)> FactsAsync(TestServer server)
    {
        var name = $"flight_{Guid.NewGuid():N}"[..16];
        await server.Server.CreateDatabaseAsync(name, TestContext.Current.CancellationToken);
        await server.RunAsync(name, "CREATE EXTENSION hstore", "CREATE TABLE t (h hstore)");
        await using var snapshot = await server.Dumper.TakeSnapshotAsync(server.Server.ConnectionStringFor(name), TestContext.Current.CancellationToken);
        return (name, snapshot.Facts);
    }
}
