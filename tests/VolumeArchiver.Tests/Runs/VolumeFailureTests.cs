using Holdfast.Contracts.Components;
using Holdfast.Contracts.Restores;
using Holdfast.Engine.Tests.Pipelines;
using Holdfast.Engine.Tests.Volumes;
using Xunit;

namespace Holdfast.VolumeArchiver.Tests.Runs;

/// <summary>What an operator reads when something is wrong.</summary>
public sealed class VolumeFailureTests
{
    [Fact]
    public async Task A_missing_volume_fails_every_step_and_blocks_a_preflight()
    {
        await using var scene = await VolumeScene.CreateAsync();
        File.WriteAllText(Path.Combine(scene.Volume, "file"), "content");
        var snapshot = await scene.BackUpAsync();
        SampleTree.Remove(scene.Volume);
        foreach (var command in new Contracts.Runs.RunCommand[] { scene.Archive(snapshot), VolumeScene.Prepare(Guid.NewGuid(), snapshot), VolumeScene.Commit(Guid.NewGuid()) })
        {
            var failure = await scene.FailAsync(command);
            Assert.False(failure.Retryable);
            Assert.Equal(
                $"Volume 'gitserver': Cannot open the directory '{scene.Volume}': it does not exist (any more). Check that the volume is mounted, and its path in Platform:Volumes.",
                failure.Reason);
        }

        Assert.Contains("does not exist", Assert.Single(await BlocksAsync(scene, snapshot)), StringComparison.Ordinal);
        File.WriteAllText(scene.Volume, "a file");
        Assert.Contains("Not a directory", (await scene.FailAsync(scene.Archive())).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_volume_that_is_empty_all_at_once_fails_its_backup_unless_told_otherwise()
    {
        await using var scene = await VolumeScene.CreateAsync();
        await scene.BackUpAsync(); // an empty one from the start
        File.WriteAllText(Path.Combine(scene.Volume, "file"), "content");
        var snapshot = await scene.BackUpAsync();
        File.Delete(Path.Combine(scene.Volume, "file"));
        var failure = await scene.FailAsync(scene.Archive(snapshot));
        Assert.False(failure.Retryable);
        Assert.Contains($"'{scene.Volume}' holds no file, but its last backup has 1. Check that the volume is mounted", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_volume_may_be_emptied_when_the_configuration_says_so()
    {
        await using var scene = await VolumeScene.CreateAsync(("VolumeArchiver:EmptiedVolumes", "warn"));
        File.WriteAllText(Path.Combine(scene.Volume, "file"), "content");
        var snapshot = await scene.BackUpAsync();
        File.Delete(Path.Combine(scene.Volume, "file"));
        Assert.Equal(0, (await scene.BackUpAsync(snapshot)).Size.Files);
    }

    [Fact]
    public async Task What_is_mounted_inside_a_volume_keeps_it_from_being_restored()
    {
        await using var scene = await VolumeScene.CreateAsync();
        Directory.CreateDirectory(Path.Combine(scene.Volume, "a b/inner"));
        File.WriteAllText(Path.Combine(scene.Volume, "file"), "content");
        var snapshot = await scene.BackUpAsync();
        var operation = Guid.NewGuid();
        await scene.RunAsync<ComponentPrepared>(VolumeScene.Prepare(operation, snapshot));
        using (Mount.At(Path.Combine(scene.Volume, "a b/inner"), "-t", "tmpfs", "none"))
        {
            var failure = await scene.FailAsync(VolumeScene.Commit(operation));
            Assert.False(failure.Retryable);
            Assert.Contains($"Something is mounted inside '{scene.Volume}', at '{scene.Volume}/a b/inner'", failure.Reason, StringComparison.Ordinal);
            Assert.Contains("a b/inner", Assert.Single(await BlocksAsync(scene, snapshot)), StringComparison.Ordinal);
            Assert.Contains("Unmount it", (await scene.FailAsync(VolumeScene.Prepare(Guid.NewGuid(), snapshot))).Reason, StringComparison.Ordinal);
        }

        await scene.RunAsync<ComponentRolledBack>(VolumeScene.RollBack(operation));
    }

    [Fact]
    public async Task A_volume_without_room_is_told_before_anything_is_written()
    {
        await using var scene = await VolumeScene.CreateAsync();
        File.WriteAllBytes(Path.Combine(scene.Volume, "file"), SampleTree.Content(new Random(1), 3 << 20, compressible: true));
        var snapshot = await scene.BackUpAsync();
        using var small = Mount.At(scene.Volume, "-t", "tmpfs", "-o", "size=2m", "none");
        Assert.Contains("The restore needs 3 MiB on the file system", Assert.Single(await BlocksAsync(scene, snapshot)), StringComparison.Ordinal);
        var operation = Guid.NewGuid();
        var failure = await scene.FailAsync(VolumeScene.Prepare(operation, snapshot));
        Assert.False(failure.Retryable);
        Assert.Matches("^The restore needs 3 MiB on the file system of '.*', beside the live data; it has 2 MiB left.$", failure.Reason);
        await scene.RunAsync<ComponentDiscarded>(VolumeScene.Discard(operation));
        Assert.Empty(Directory.GetFileSystemEntries(scene.Volume));
    }

    [Fact]
    public async Task A_volume_that_is_mounted_read_only_blocks_a_restore()
    {
        await using var scene = await VolumeScene.CreateAsync();
        var snapshot = await scene.BackUpAsync();
        using var mount = Mount.At(scene.Volume, "-t", "tmpfs", "-o", "ro", "none");
        Assert.Contains("read-only", Assert.Single(await BlocksAsync(scene, snapshot)), StringComparison.Ordinal);
        var failure = await scene.FailAsync(VolumeScene.Prepare(Guid.NewGuid(), snapshot));
        Assert.Contains("mount it for writing", failure.Reason, StringComparison.Ordinal);
        Assert.False(failure.Retryable);
    }

    [Fact]
    public async Task A_snapshot_whose_bytes_have_changed_is_refused()
    {
        await using var scene = await VolumeScene.CreateAsync();
        File.WriteAllText(Path.Combine(scene.Volume, "file"), "content");
        var snapshot = await scene.BackUpAsync();
        var forged = snapshot with { SnapshotSha256 = new string('0', 64) };
        Assert.Contains("its bytes have changed", (await scene.FailAsync(VolumeScene.Prepare(Guid.NewGuid(), forged))).Reason, StringComparison.Ordinal);
        Assert.Contains("its bytes have changed", (await scene.FailAsync(VolumeScene.Preflight(forged))).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_out_of_order_are_refused_and_change_nothing()
    {
        await using var scene = await VolumeScene.CreateAsync();
        File.WriteAllText(Path.Combine(scene.Volume, "file"), "content");
        var snapshot = await scene.BackUpAsync();
        var operation = Guid.NewGuid();
        Assert.Contains("Nothing is prepared", (await scene.FailAsync(VolumeScene.Commit(operation))).Reason, StringComparison.Ordinal);
        await scene.RunAsync<ComponentPrepared>(VolumeScene.Prepare(operation, snapshot));
        Assert.Contains("has not ended", (await scene.FailAsync(VolumeScene.Forget(operation))).Reason, StringComparison.Ordinal);
        await scene.RunAsync<ComponentCommitted>(VolumeScene.Commit(operation));
        Assert.Contains("rolled back, but not discarded", (await scene.FailAsync(VolumeScene.Discard(operation))).Reason, StringComparison.Ordinal);
        Assert.Contains("begun already", (await scene.FailAsync(VolumeScene.Prepare(operation, snapshot))).Reason, StringComparison.Ordinal);
        await scene.RunAsync<ComponentForgotten>(VolumeScene.Forget(operation));
        Assert.Equal("content", File.ReadAllText(Path.Combine(scene.Volume, "file")));
    }

    [Fact]
    public async Task What_an_abandoned_preparation_left_is_removed_by_the_next_restore_and_what_is_kept_for_undo_stays()
    {
        await using var scene = await VolumeScene.CreateAsync();
        File.WriteAllText(Path.Combine(scene.Volume, "file"), "content");
        var snapshot = await scene.BackUpAsync();
        var (abandoned, done, last) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await scene.RunAsync<ComponentPrepared>(VolumeScene.Prepare(done, snapshot));
        await scene.RunAsync<ComponentCommitted>(VolumeScene.Commit(done));
        await scene.RunAsync<ComponentPrepared>(VolumeScene.Prepare(abandoned, snapshot));
        await scene.RunAsync<ComponentPrepared>(VolumeScene.Prepare(last, snapshot));
        Assert.Equal(new[] { $"{done:n}", $"{last:n}" }.Order(), Directory.GetDirectories(scene.Areas).Select(path => Path.GetFileName(path)).Order());
        var report = await scene.RunAsync<PreflightReport>(VolumeScene.Preflight(snapshot));
        Assert.Contains(report.Findings, finding => finding.Text.Contains($"What the restore {done:n} replaced is still kept", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_volume_in_the_middle_of_a_swap_is_neither_backed_up_nor_restored_over()
    {
        await using var scene = await VolumeScene.CreateAsync();
        File.WriteAllText(Path.Combine(scene.Volume, "file"), "content");
        var snapshot = await scene.BackUpAsync();
        var operation = Guid.NewGuid();
        await scene.RunAsync<ComponentPrepared>(VolumeScene.Prepare(operation, snapshot));
        await scene.RunAsync<ComponentCommitted>(VolumeScene.Commit(operation));
        var area = Path.Combine(scene.Areas, $"{operation:n}");
        File.Move(Path.Combine(area, "swap.Done"), Path.Combine(area, "swap.In"));
        Assert.Contains("in the middle of the restore", (await scene.FailAsync(scene.Archive(snapshot))).Reason, StringComparison.Ordinal);
        Assert.Contains("Roll that restore back first", (await scene.FailAsync(VolumeScene.Prepare(Guid.NewGuid(), snapshot))).Reason, StringComparison.Ordinal);
        Assert.Contains("Roll that restore back first", Assert.Single(await BlocksAsync(scene, snapshot)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_salvage_lists_what_it_could_not_bring_back()
    {
        await using var scene = await VolumeScene.CreateAsync();
        File.WriteAllBytes(Path.Combine(scene.Volume, "large"), SampleTree.Content(new Random(1), 5 << 20, compressible: false));
        File.WriteAllText(Path.Combine(scene.Volume, "small"), "content");
        var snapshot = await scene.BackUpAsync();
        File.Delete(Path.Combine(scene.Volume, "large"));
        scene.Worker.Repositories.Damage(".pack", pack => !Path.GetFileName(pack).StartsWith('c'));
        var failure = await scene.FailAsync(VolumeScene.Prepare(Guid.NewGuid(), snapshot));
        Assert.False(failure.Retryable);
        Assert.Contains("is damaged", failure.Reason, StringComparison.Ordinal);
        var prepared = await scene.RunAsync<ComponentPrepared>(VolumeScene.Prepare(Guid.NewGuid(), snapshot, salvage: true));
        Assert.Contains(prepared.Losses, loss => loss.StartsWith("'large' lacks", StringComparison.Ordinal));
    }

    [Fact]
    public void A_component_that_is_not_configured_is_told()
    {
        var volumes = new VolumeArchiver.Runs.ConfiguredVolumes(new Hosting.Platform.PlatformOptions());
        var failure = Assert.Throws<Hosting.Runs.RunFailedException>(() => volumes.PathOf(ComponentId.Volume("other")));
        Assert.Contains("no path for volume/other", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> BlocksAsync(VolumeScene scene, ComponentSnapshot snapshot) =>
        [.. (await scene.RunAsync<PreflightReport>(VolumeScene.Preflight(snapshot))).Findings.Where(finding => finding.Blocking).Select(finding => finding.Text)];
}
