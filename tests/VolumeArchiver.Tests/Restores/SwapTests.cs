using Holdfast.Engine.Tests.Pipelines;
using Holdfast.Engine.Tests.Volumes;
using Holdfast.Engine.Volumes;
using Holdfast.VolumeArchiver.Restores;
using Xunit;

namespace Holdfast.VolumeArchiver.Tests.Restores;

/// <summary>Trees are swapped in a real directory, with others in the way.</summary>
public sealed class SwapTests
{
    [Fact]
    public async Task Commit_and_roll_back_and_commit_again_bring_exactly_one_tree_each()
    {
        using var scene = await SwapScene.CreateAsync();
        scene.Commit();
        Assert.Equal(scene.New, await scene.DescribeAsync());
        scene.Commit();
        Assert.Equal(scene.New, await scene.DescribeAsync());
        scene.RollBack();
        scene.RollBack();
        Assert.Equal(scene.Live, await scene.DescribeAsync());
        Assert.Equal(["volume"], Directory.GetFileSystemEntries(scene.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_was_written_after_a_restore_goes_with_it_when_it_is_undone()
    {
        using var scene = await SwapScene.CreateAsync();
        scene.Commit();
        SampleTree.Run("bash", "-c", "cd \"$0\"; echo x > later; rm -rf both; echo y > live", scene.Volume);
        scene.RollBack();
        Assert.Equal(scene.Live, await scene.DescribeAsync());
    }

    [Fact]
    public async Task Names_that_somebody_makes_in_an_interrupted_swap_are_put_aside()
    {
        var taken = 0;
        for (var number = 5; number < 40; number += 2)
        {
            foreach (var undo in new[] { true, false })
            {
                using var scene = await SwapScene.CreateAsync();
                scene.StopAt(number);
                try
                {
                    scene.Commit();
                }
                catch (CrashException)
                {
                }

                var phase = scene.Phase();
                var isBetween = phase is SwapPhase.In || (phase is SwapPhase.Out && !File.Exists(Path.Combine(scene.Volume, "hard")));
                if (!isBetween)
                {
                    continue;
                }

                if (!Path.Exists(Path.Combine(scene.Volume, "hard")))
                {
                    File.WriteAllText(Path.Combine(scene.Volume, "hard"), "a stranger");
                    taken++;
                }

                scene.StopAt(null);
                if (!undo)
                {
                    scene.Commit();
                    Assert.Equal(scene.New, await scene.DescribeAsync());
                }

                scene.RollBack();
                Assert.Equal(scene.Live, await scene.DescribeAsync());
            }
        }

        Assert.True(taken >= 4, $"only {taken} strangers were in the way");
    }

    [Fact]
    public async Task An_immutable_entry_fails_the_commit_and_everything_goes_back()
    {
        using var scene = await SwapScene.CreateAsync();
        var stuck = Path.Combine(scene.Volume, "hard");
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "NOT TESTED: only root may make files immutable. Run the tests as root to cover this.");
        SampleTree.Run("chattr", "+i", stuck);
        try
        {
            var failure = Assert.Throws<SwapFailedException>(scene.Commit);
            Assert.Contains("undone, the previous tree is live: Cannot move", failure.Message, StringComparison.Ordinal);
            Assert.Contains("'hard'", failure.Message, StringComparison.Ordinal);
            Assert.Equal(scene.Live, await scene.DescribeAsync());
        }
        finally
        {
            SampleTree.Run("chattr", "-i", stuck);
        }

        scene.RollBack();
        Assert.Equal(scene.Live, await scene.DescribeAsync());
    }

    [Fact]
    public async Task An_owner_without_root_rights_can_swap_trees_with_read_only_directories_and_roots()
    {
        using var scene = await SwapScene.CreateAsync();
        scene.Unprivileged(() => { });
        scene.Live = await scene.DescribeAsync();
        scene.New = [.. scene.New.Select(line => line.Replace(" 0:0 FileTime", $" {UnprivilegedThread.Id}:{UnprivilegedThread.Id} FileTime", StringComparison.Ordinal))];
        scene.Unprivileged(scene.Commit);
        Assert.Equal(scene.New, await scene.DescribeAsync());
        scene.Unprivileged(scene.RollBack);
        Assert.Equal(scene.Live, await scene.DescribeAsync());
        Assert.False(Directory.Exists(Path.Combine(scene.Volume, ".holdfast")));
    }

    [Fact]
    public async Task Forgetting_removes_trees_of_any_depth_and_read_only_ones()
    {
        using var scene = await SwapScene.CreateAsync();
        SampleTree.Run("bash", "-c", "cd \"$0\"; deep=$(printf 'directory%.0s/' {1..300}); mkdir -p \"$deep\"; touch \"$deep/f\"; chmod 0 \"$deep\"; mkdir -p shut/in; touch shut/in/x; chmod 0555 shut/in; chmod 0 shut", scene.Volume);
        scene.Commit();
        scene.Unprivileged(scene.Forget);
        Assert.Equal(scene.New.Count, (await scene.DescribeAsync()).Count);
        Assert.False(Directory.Exists(Path.Combine(scene.Volume, ".holdfast")));
    }

    [Fact]
    public async Task Forgetting_names_what_cannot_be_removed_and_goes_on_later()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "NOT TESTED: only root may make files immutable. Run the tests as root to cover this.");
        using var scene = await SwapScene.CreateAsync();
        scene.Commit();
        var stuck = Path.Combine(scene.Area, "old/deep/er/x");
        SampleTree.Run("chattr", "+i", stuck);
        try
        {
            var failure = Assert.Throws<VolumeException>(scene.Forget);
            Assert.Contains("Cannot remove 'x' in", failure.Message, StringComparison.Ordinal);
            Assert.Contains("old/deep/er", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            SampleTree.Run("chattr", "-i", stuck);
        }

        scene.Forget();
        Assert.Equal(scene.New, await scene.DescribeAsync());
        Assert.False(Directory.Exists(Path.Combine(scene.Volume, ".holdfast")));
    }
}
