using Holdfast.VolumeArchiver.Restores;
using Xunit;

namespace Holdfast.VolumeArchiver.Tests.Restores;

/// <summary>The process dies, or the file system fails, before each single change in turn.</summary>
public sealed class SwapCrashTests
{
    [Fact]
    public async Task A_commit_that_dies_before_any_of_its_changes_is_finished_by_the_next_one()
    {
        var changes = await CountAsync(scene => scene.Commit());
        Assert.InRange(changes, 30, 200);
        for (var number = 0; number < changes; number++)
        {
            using var scene = await SwapScene.CreateAsync();
            Die(scene, number, scene.Commit);
            scene.Commit();
            Assert.Equal(scene.New, await scene.DescribeAsync());
            scene.RollBack();
            await AssertNothingHappenedAsync(scene);
        }
    }

    [Fact]
    public async Task A_commit_that_dies_before_any_of_its_changes_can_be_rolled_back()
    {
        var changes = await CountAsync(scene => scene.Commit());
        for (var number = 0; number < changes; number++)
        {
            using var scene = await SwapScene.CreateAsync();
            Die(scene, number, scene.Commit);
            scene.RollBack();
            await AssertNothingHappenedAsync(scene);
        }
    }

    [Fact]
    public async Task A_roll_back_that_dies_before_any_of_its_changes_is_finished_by_the_next_one()
    {
        var changes = await CountAsync(scene => scene.RollBack(), scene => scene.Commit());
        for (var number = 0; number < changes; number++)
        {
            using var scene = await SwapScene.CreateAsync();
            scene.Commit();
            Die(scene, number, scene.RollBack);
            await EndRollBackAsync(scene);
        }
    }

    [Fact]
    public async Task A_restore_that_dies_when_it_makes_its_folder_leaves_no_trace()
    {
        using var scene = await SwapScene.CreateAsync();
        scene.RollBack();
        var deaths = 0;
        for (; ; deaths++)
        {
            scene.StopAt(deaths);
            try
            {
                scene.MakeArea();
                break;
            }
            catch (CrashException)
            {
                await EndRollBackAsync(scene);
            }
        }

        Assert.InRange(deaths, 5, 20);
        await EndRollBackAsync(scene);
    }

    /// <summary>Pairs of deaths: before every third change of the commit, then before each one of the roll-back of what it left.</summary>
    [Fact]
    public async Task Deaths_in_a_commit_and_in_its_roll_back_leave_the_old_tree()
    {
        var changes = await CountAsync(scene => scene.Commit(), small: true);
        for (var first = changes % 3; first <= changes; first += 3)
        {
            for (var second = 0; ; second++)
            {
                using var scene = await SwapScene.CreateSmallAsync();
                if (first < changes)
                {
                    Die(scene, first, scene.Commit);
                }
                else
                {
                    scene.Commit();
                }

                scene.StopAt(second);
                try
                {
                    scene.RollBack();
                    await AssertNothingHappenedAsync(scene);
                    break;
                }
                catch (CrashException)
                {
                    await EndRollBackAsync(scene);
                }
            }
        }
    }

    [Fact]
    public async Task Forgetting_that_dies_before_any_of_its_changes_is_finished_by_the_next_try()
    {
        var changes = await CountAsync(scene => scene.Forget(), scene => scene.Commit());
        for (var number = 0; number < changes; number++)
        {
            using var scene = await SwapScene.CreateAsync();
            scene.Commit();
            Die(scene, number, scene.Forget);
            scene.StopAt(null);
            scene.Forget();
            await AssertIsAsync(scene.New, scene);
        }
    }

    [Fact]
    public async Task A_change_that_fails_in_a_commit_is_undone_at_once()
    {
        var changes = await CountAsync(scene => scene.Commit());
        var undone = 0;
        for (var number = 0; number < changes; number++)
        {
            using var scene = await SwapScene.CreateAsync();
            scene.FailAt(number);
            var failure = Assert.ThrowsAny<IOException>(scene.Commit);
            Assert.Contains("a test says so", failure.Message, StringComparison.Ordinal);
            if (failure is SwapFailedException)
            {
                Assert.Contains("the previous tree is live", failure.Message, StringComparison.Ordinal);
                Assert.Equal(SwapPhase.BackDone, scene.Phase());
                Assert.Contains("failed and was undone", Assert.Throws<SwapFailedException>(scene.Commit).Message, StringComparison.Ordinal);
                undone++;
            }

            Assert.Equal(scene.Live, await scene.DescribeAsync());
            scene.RollBack();
            await AssertNothingHappenedAsync(scene);
        }

        Assert.InRange(undone, changes / 2, changes);
    }

    [Fact]
    public async Task When_undoing_fails_too_the_roll_back_goes_on_with_it()
    {
        var changes = await CountAsync(scene => scene.Commit());
        for (var number = 0; number < changes; number++)
        {
            using var scene = await SwapScene.CreateAsync();
            scene.FailAt(number, times: 1000);
            Assert.ThrowsAny<IOException>(scene.Commit);
            scene.StopAt(null);
            scene.RollBack();
            await AssertNothingHappenedAsync(scene);
        }
    }

    private static async Task<int> CountAsync(Action<SwapScene> work, Action<SwapScene>? before = null, bool small = false)
    {
        using var scene = small ? await SwapScene.CreateSmallAsync() : await SwapScene.CreateAsync();
        before?.Invoke(scene);
        scene.StopAt(null);
        work(scene);
        return scene.Changes.Count;
    }

    private static void Die(SwapScene scene, int number, Action work)
    {
        scene.StopAt(number);
        Assert.Throws<CrashException>(work);
        scene.StopAt(null);
    }

    private static async Task EndRollBackAsync(SwapScene scene)
    {
        scene.StopAt(null);
        scene.RollBack();
        await AssertNothingHappenedAsync(scene);
    }

    private static Task AssertNothingHappenedAsync(SwapScene scene) => AssertIsAsync(scene.Live, scene);

    private static async Task AssertIsAsync(IReadOnlyList<string> expected, SwapScene scene)
    {
        Assert.False(Directory.Exists(Path.Combine(scene.Volume, ".holdfast")));
        Assert.Equal(expected, await scene.DescribeAsync());
    }
}
