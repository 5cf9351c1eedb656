using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Restores;
using Holdfast.Engine.Tests.Pipelines;
using Holdfast.TestServers.Conditions;
using Xunit;

namespace Holdfast.VolumeArchiver.Tests.Runs;

/// <summary>Commands over the bus, through the engine into a store and back.</summary>
public sealed class VolumeRunTests
{
    [Fact]
    public async Task A_volume_goes_through_the_bus_and_the_engine_into_a_store_and_back()
    {
        await using var scene = await VolumeScene.CreateAsync();
        SampleTree.Create(scene.Volume, seed: 1);
        SampleTree.Run("chmod", "2750", scene.Volume);
        SampleTree.Run("setfattr", "-n", "user.root", "-v", "own", scene.Volume);
        SampleTree.Run("touch", "-d", "2003-02-01T00:00:00.000000007Z", scene.Volume);
        var backedUp = await scene.DescribeAsync();
        var first = await scene.BackUpAsync();
        Assert.True(first.Size.LogicalBytes > 15_000_000 && first.Size.Files > 300 && first.Size.AddedBytes > 15_000_000, $"{first.Size}");
        var second = await scene.BackUpAsync(first);
        Assert.True(second.Size.AddedBytes < first.Size.AddedBytes / 2, $"{second.Size}");

        Change(scene.Volume);
        var before = await scene.DescribeAsync();
        var operation = Guid.NewGuid();
        Assert.DoesNotContain((await scene.RunAsync<PreflightReport>(VolumeScene.Preflight(second))).Findings, finding => finding.Blocking);
        Assert.Empty((await scene.RunAsync<ComponentPrepared>(VolumeScene.Prepare(operation, second))).Losses);
        Assert.Equal(before, await scene.DescribeAsync());
        await scene.RunAsync<ComponentCommitted>(VolumeScene.Commit(operation));
        Assert.Equal(backedUp, await scene.DescribeAsync());
        await scene.RunAsync<ComponentRolledBack>(VolumeScene.RollBack(operation));
        Assert.Equal(before, await scene.DescribeAsync());
        Assert.False(Directory.Exists(scene.Areas));
    }

    /// <summary>The first hook waits a moment for the second one to be called: with one slot it is not.</summary>
    [Fact]
    public async Task A_volume_waits_for_a_free_slot_before_its_hooks_are_called()
    {
        await using var scene = await VolumeScene.CreateAsync(
            ("VolumeArchiver:Slots", "1"),
            ("ObjectStore:localLocation", "FOLDER/store"),
            ("Platform:Volumes:1:Name", "other"),
            ("Platform:Volumes:1:Path", "FOLDER/other"),
            ("Hooks:Components:0:Component", "volume/gitserver"),
            ("Hooks:Components:0:Before:Command:0", "sh"),
            ("Hooks:Components:0:Before:Command:1", "-c"),
            ("Hooks:Components:0:Before:Command:2", "echo first >>FOLDER/calls; for i in $(seq 100); do grep -q second FOLDER/calls && break; sleep 0.01; done"),
            ("Hooks:Components:0:After:Command:0", "sh"),
            ("Hooks:Components:0:After:Command:1", "-c"),
            ("Hooks:Components:0:After:Command:2", "echo after the first >>FOLDER/calls"),
            ("Hooks:Components:1:Component", "volume/other"),
            ("Hooks:Components:1:Before:Command:0", "sh"),
            ("Hooks:Components:1:Before:Command:1", "-c"),
            ("Hooks:Components:1:Before:Command:2", "echo second >>FOLDER/calls"));
        var (calls, other) = (Path.Combine(scene.Folder, "calls"), Directory.CreateDirectory(Path.Combine(scene.Folder, "other")).FullName);
        await File.WriteAllTextAsync(Path.Combine(scene.Volume, "file"), "content", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(other, "file"), "content", TestContext.Current.CancellationToken);

        var first = scene.BackUpAsync();
        await Eventually.TrueAsync(() => File.Exists(calls), "the first hook is called");
        var second = scene.RunAsync<ComponentCompleted>(scene.Archive() with { Component = ComponentId.Volume("other") });
        await Task.WhenAll(first, second);

        Assert.Equal(["first", "after the first", "second"], await File.ReadAllLinesAsync(calls, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Discarding_leaves_the_live_tree_as_it_was_and_nothing_else()
    {
        await using var scene = await VolumeScene.CreateAsync();
        SampleTree.Create(scene.Volume, seed: 2);
        var snapshot = await scene.BackUpAsync();
        Change(scene.Volume);
        var before = await scene.DescribeAsync();
        var operation = Guid.NewGuid();
        await scene.RunAsync<ComponentPrepared>(VolumeScene.Prepare(operation, snapshot));
        await scene.RunAsync<ComponentDiscarded>(VolumeScene.Discard(operation));
        Assert.Equal(before, await scene.DescribeAsync());
        Assert.False(Directory.Exists(scene.Areas));
    }

    [Fact]
    public async Task Forgetting_leaves_the_new_tree_as_it_is_and_nothing_else()
    {
        await using var scene = await VolumeScene.CreateAsync();
        SampleTree.Create(scene.Volume, seed: 3);
        var backedUp = await scene.DescribeAsync();
        var snapshot = await scene.BackUpAsync();
        Change(scene.Volume);
        var operation = Guid.NewGuid();
        await scene.RunAsync<ComponentPrepared>(VolumeScene.Prepare(operation, snapshot));
        await scene.RunAsync<ComponentCommitted>(VolumeScene.Commit(operation));
        await scene.RunAsync<ComponentForgotten>(VolumeScene.Forget(operation));
        Assert.Equal(backedUp, await scene.DescribeAsync());
        Assert.False(Directory.Exists(scene.Areas));
    }

    [Fact]
    public async Task Every_step_may_come_twice()
    {
        await using var scene = await VolumeScene.CreateAsync();
        SampleTree.Create(scene.Volume, seed: 4);
        var backedUp = await scene.DescribeAsync();
        var snapshot = await scene.BackUpAsync();
        Change(scene.Volume);
        var before = await scene.DescribeAsync();
        foreach (var undo in new[] { true, false })
        {
            var operation = Guid.NewGuid();
            await scene.RunAsync<ComponentPrepared>(VolumeScene.Prepare(operation, snapshot));
            await scene.RunAsync<ComponentPrepared>(VolumeScene.Prepare(operation, snapshot));
            await scene.RunAsync<ComponentDiscarded>(VolumeScene.Discard(operation));
            await scene.RunAsync<ComponentDiscarded>(VolumeScene.Discard(operation));
            await scene.RunAsync<ComponentPrepared>(VolumeScene.Prepare(operation, snapshot));
            await scene.RunAsync<ComponentCommitted>(VolumeScene.Commit(operation));
            await scene.RunAsync<ComponentCommitted>(VolumeScene.Commit(operation));
            Assert.Equal(backedUp, await scene.DescribeAsync());
            for (var time = 0; time < 2; time++)
            {
                if (undo)
                {
                    await scene.RunAsync<ComponentRolledBack>(VolumeScene.RollBack(operation));
                }
                else
                {
                    await scene.RunAsync<ComponentForgotten>(VolumeScene.Forget(operation));
                }
            }

            Assert.Equal(undo ? before : backedUp, await scene.DescribeAsync());
            Assert.False(Directory.Exists(scene.Areas));
        }
    }

    [Fact]
    public async Task What_a_restore_keeps_is_not_part_of_a_backup()
    {
        await using var scene = await VolumeScene.CreateAsync();
        SampleTree.Create(scene.Volume, seed: 5);
        var snapshot = await scene.BackUpAsync();
        var operation = Guid.NewGuid();
        await scene.RunAsync<ComponentPrepared>(VolumeScene.Prepare(operation, snapshot));
        await scene.RunAsync<ComponentCommitted>(VolumeScene.Commit(operation));
        var again = await scene.RunAsync<ComponentCompleted>(scene.Archive());
        Assert.Equal((snapshot.Size.Files, snapshot.Size.LogicalBytes), (again.Snapshot.Size.Files, again.Snapshot.Size.LogicalBytes));
    }

    [Fact]
    public async Task Files_that_are_still_there_are_not_fetched()
    {
        await using var scene = await VolumeScene.CreateAsync();
        SampleTree.Create(scene.Volume, seed: 6);
        var backedUp = await scene.DescribeAsync();
        var snapshot = await scene.BackUpAsync();
        scene.Worker.Repositories.Damage(".pack", pack => !Path.GetFileName(pack).StartsWith('c'));
        SampleTree.Run("bash", "-c", "cd \"$0\" && chmod 0600 a/one && rm link pipe && touch new", scene.Volume);
        var operation = Guid.NewGuid();
        Assert.Empty((await scene.RunAsync<ComponentPrepared>(VolumeScene.Prepare(operation, snapshot))).Losses);
        await scene.RunAsync<ComponentCommitted>(VolumeScene.Commit(operation));
        Assert.Equal(backedUp, await scene.DescribeAsync());
    }

    [Fact]
    public async Task A_preparation_that_was_cut_short_is_begun_anew()
    {
        await using var scene = await VolumeScene.CreateAsync();
        SampleTree.Create(scene.Volume, seed: 7);
        var backedUp = await scene.DescribeAsync();
        var snapshot = await scene.BackUpAsync();
        foreach (var stage in new[] { "building", "new" })
        {
            var operation = Guid.NewGuid();
            var half = Path.Combine(scene.Areas, $"{operation:n}", stage);
            SampleTree.Run("bash", "-c", "mkdir -p \"$0/a\" && echo wrong > \"$0/a/one\" && chmod 0500 \"$0/a\"", half);
            Assert.Contains("Nothing is prepared", (await scene.FailAsync(VolumeScene.Commit(operation))).Reason, StringComparison.Ordinal);
            await scene.RunAsync<ComponentPrepared>(VolumeScene.Prepare(operation, snapshot));
            await scene.RunAsync<ComponentCommitted>(VolumeScene.Commit(operation));
            Assert.Equal(backedUp, await scene.DescribeAsync());
        }
    }

    private static void Change(string volume)
    {
        SampleTree.Run("bash", "-c", "cd \"$0\" && rm -rf a.b many link && mkdir link && echo changed > a/one && echo new > $'not\\xffutf8' && chmod 0555 empty", volume);
        SampleTree.Run("chmod", "0700", volume);
        SampleTree.Run("setfattr", "-n", "user.other", "-v", "else", volume);
        SampleTree.Run("touch", "-d", "2013-02-01T00:00:00.000000009Z", volume);
    }
}
