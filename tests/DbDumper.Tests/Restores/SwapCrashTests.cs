using Holdfast.DbDumper.Restores;
using Holdfast.DbDumper.Tests.Databases;

namespace Holdfast.DbDumper.Tests.Restores;

/// <summary>A crash before every single statement of every step, followed by the step again or by its opposite.</summary>
public sealed class SwapCrashTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_that_crashed_anywhere_can_be_repeated(bool hasOld)
    {
        using var server = await TestServer.SharedAsync();
        var scene = await SwapScene.CreateAsync(server, hasOld);
        var crashes = await SimulatedCrash.AtEveryStatementAsync(scene.CommitAsync, async () =>
        {
            await scene.AssertOldOrNewAsync();
            Assert.Equal(SwapState.Committed, await scene.CommitAsync());
            await scene.AssertNewAsync();
            Assert.Equal(SwapState.Prepared, await scene.RollBackAsync());
            await scene.AssertOldAsync();
        });
        await scene.AssertNewAsync();
        Assert.True(crashes >= 6, $"{crashes} crashes");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_that_crashed_anywhere_can_be_rolled_back_and_discarded(bool hasOld)
    {
        using var server = await TestServer.SharedAsync();
        var scene = await SwapScene.CreateAsync(server, hasOld);
        var crashes = await SimulatedCrash.AtEveryStatementAsync(scene.CommitAsync, async () =>
        {
            Assert.Equal(SwapState.Prepared, await scene.RollBackAsync());
            await scene.AssertOldAsync();
            Assert.Equal(SwapState.Idle, await scene.DiscardAsync());
            await scene.AssertOnlyAsync(hasOld ? "old open" : "none");
            await scene.MakePreparedAsync();
        });
        Assert.True(crashes >= 6, $"{crashes} crashes");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_roll_back_that_crashed_anywhere_can_be_repeated_or_committed_again(bool hasOld)
    {
        using var server = await TestServer.SharedAsync();
        var scene = await SwapScene.CreateAsync(server, hasOld);
        await scene.CommitAsync();
        var turn = 0;
        var crashes = await SimulatedCrash.AtEveryStatementAsync(scene.RollBackAsync, async () =>
        {
            await scene.AssertOldOrNewAsync();
            if (turn++ % 2 == 0)
            {
                Assert.Equal(SwapState.Prepared, await scene.RollBackAsync());
                await scene.AssertOldAsync();
            }

            Assert.Equal(SwapState.Committed, await scene.CommitAsync());
            await scene.AssertNewAsync();
        });
        await scene.AssertOldAsync();
        Assert.True(crashes >= 8, $"{crashes} crashes");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_discard_that_crashed_anywhere_can_be_repeated(bool hasOld)
    {
        using var server = await TestServer.SharedAsync();
        var scene = await SwapScene.CreateAsync(server, hasOld);
        // A commit that died with the doors closed, or after the stand-in, leaves the most to clean up.
        await CloseAsync();
        var crashes = await SimulatedCrash.AtEveryStatementAsync(scene.DiscardAsync, async () =>
        {
            Assert.Equal(SwapState.Idle, await scene.DiscardAsync());
            await scene.AssertOnlyAsync(hasOld ? "old open" : "none");
            await scene.MakePreparedAsync();
            await CloseAsync();
        });
        await scene.AssertOnlyAsync(hasOld ? "old open" : "none");
        Assert.True(crashes >= 5, $"{crashes} crashes");

        Task CloseAsync() => server.RunAsync("postgres", hasOld
            ? $"ALTER DATABASE \"{scene.Live}\" ALLOW_CONNECTIONS false"
            : $"CREATE DATABASE \"{scene.Target.Names.Absent}\" ALLOW_CONNECTIONS false");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_forget_that_crashed_anywhere_can_be_repeated(bool hasOld)
    {
        using var server = await TestServer.SharedAsync();
        var scene = await SwapScene.CreateAsync(server, hasOld);
        await scene.CommitAsync();
        var crashes = await SimulatedCrash.AtEveryStatementAsync(scene.ForgetAsync, () => Task.CompletedTask);
        await scene.AssertOnlyAsync("new open");
        Assert.Equal(SwapState.Idle, await scene.ForgetAsync());
        Assert.Equal(SwapState.Idle, await scene.RollBackAsync());
        Assert.Equal(SwapState.Idle, await scene.DiscardAsync());
        await scene.AssertOnlyAsync("new open");
        Assert.True(crashes >= 4, $"{crashes} crashes");
    }

    [Fact]
    public async Task A_preparation_that_crashed_anywhere_can_be_repeated_or_discarded()
    {
        using var server = await TestServer.SharedAsync();
        var name = $"prepare {Guid.NewGuid():N}"[..20];
        await server.Server.CreateDatabaseAsync(name, TestContext.Current.CancellationToken);
        await server.RunAsync(name, "CREATE TABLE t AS SELECT i FROM generate_series(1, 100) i", $"COMMENT ON DATABASE \"{name}\" IS 'old open'");
        using var saved = await SavedDump.OfAsync(server, name);
        var (target, turn) = (server.Target(name), 0);
        var crashes = await SimulatedCrash.AtEveryStatementAsync(PrepareAsync, async () =>
        {
            if (turn++ % 2 == 0)
            {
                await PrepareAsync(before: null);
                Assert.Contains(target.Names.Prepared, await server.DatabasesAsync(name));
            }

            await TestServer.Discard().RunAsync(target, TestContext.Current.CancellationToken);
            Assert.Equal([name], await server.DatabasesAsync(name));
        });
        Assert.Equal([name, target.Names.Prepared], await server.DatabasesAsync(name));
        Assert.True(crashes >= 12, $"{crashes} crashes");

        Task PrepareAsync(Servers.BeforeStatement? before) => server.Preparation(before).RunAsync(
            target, saved.Facts, ArchiveSource.File(saved.Path), TestContext.Current.CancellationToken);
    }
}
