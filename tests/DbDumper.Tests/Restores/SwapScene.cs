using Holdfast.DbDumper.Restores;
using Holdfast.DbDumper.Servers;
using Holdfast.DbDumper.Tests.Databases;

namespace Holdfast.DbDumper.Tests.Restores;

/// <summary>A live database, a prepared copy, and which of them is which.</summary>
internal sealed class SwapScene
{
    private readonly bool _hasOld;

    private SwapScene(TestServer server, RestoreTarget target, bool hasOld) => (Server, Target, _hasOld) = (server, target, hasOld);

    public TestServer Server { get; }

    public RestoreTarget Target { get; }

    public string Live => Target.Names.Live;

    /// <param name="hasOld">Whether the live database exists before the restore.</param>
    public static async Task<SwapScene> CreateAsync(TestServer server, bool hasOld, string? name = null)
    {
        var scene = new SwapScene(server, server.Target(name ?? $"swap {Guid.NewGuid():N}"[..20]), hasOld);
        if (hasOld)
        {
            await scene.MakeAsync(scene.Live, "old");
        }

        await scene.MakePreparedAsync();
        return scene;
    }

    public async Task MakePreparedAsync()
    {
        await MakeAsync(Target.Names.Prepared, "new");
        await Server.RunAsync("postgres", $"ALTER DATABASE {Sql.Name(Target.Names.Prepared)} ALLOW_CONNECTIONS false");
    }

    public Task<SwapState> CommitAsync(BeforeStatement? before = null) => Server.Commit(before).RunAsync(Target, TestContext.Current.CancellationToken);

    public Task<SwapState> RollBackAsync(BeforeStatement? before = null) => Server.RollBack(before).RunAsync(Target, TestContext.Current.CancellationToken);

    public Task<SwapState> DiscardAsync(BeforeStatement? before = null) => TestServer.Discard(before).RunAsync(Target, TestContext.Current.CancellationToken);

    public Task<SwapState> ForgetAsync(BeforeStatement? before = null) => TestServer.Forget(before).RunAsync(Target, TestContext.Current.CancellationToken);

    /// <summary>The state before the swap: old live and open, or not there; the copy beside it.</summary>
    public async Task AssertOldAsync()
    {
        Assert.Equal(_hasOld ? "old open" : "none", await DescribeAsync(Live));
        Assert.Equal("new closed", await DescribeAsync(Target.Names.Prepared));
        Assert.Equal("none", await DescribeAsync(Target.Names.Previous));
    }

    /// <summary>The state after the swap: new live and open, old kept.</summary>
    public async Task AssertNewAsync()
    {
        Assert.Equal("new open", await DescribeAsync(Live));
        Assert.Equal("none", await DescribeAsync(Target.Names.Prepared));
        Assert.Equal(_hasOld ? "old closed" : "none", await DescribeAsync(Target.Names.Previous));
    }

    /// <summary>Straight after a crash the live database is the old one or the new one, maybe still closed, and the other one is kept.</summary>
    public async Task AssertOldOrNewAsync()
    {
        var live = (await DescribeAsync(Live)).Split(' ')[0];
        var (prepared, previous) = (await DescribeAsync(Target.Names.Prepared), await DescribeAsync(Target.Names.Previous));
        Assert.Equal(
            live == "new" ? ("none", _hasOld ? "old closed" : "none") : ("new closed", "none"),
            (prepared, previous));
        Assert.True(live == "new" || live == (_hasOld ? "old" : "none"), live);
    }

    /// <summary>Nothing of the restore is left.</summary>
    public async Task AssertOnlyAsync(string live)
    {
        Assert.Equal(live, await DescribeAsync(Live));
        Assert.Equal(live == "none" ? [] : [Live], await Server.DatabasesAsync(Live));
    }

    private Task<string> DescribeAsync(string name) => Server.GetAsync<string>(
        "postgres",
        $"""
        SELECT coalesce((SELECT shobj_description(oid, 'pg_database') || CASE WHEN datallowconn THEN ' open' ELSE ' closed' END
                         FROM pg_database WHERE datname = {Sql.Text(name)}), 'none')
        """);

    private Task MakeAsync(string name, string comment) =>
        Server.RunAsync("postgres", $"CREATE DATABASE {Sql.Name(name)} TEMPLATE template0", $"COMMENT ON DATABASE {Sql.Name(name)} IS '{comment}'");
}
