using Holdfast.Contracts;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Storage;
using Holdfast.TestServers.Conditions;
using Holdfast.Uploader.Tests.Platform;
using MassTransit;

namespace Holdfast.Uploader.Tests.Backups;

/// <summary>Whole backups, from the worker over the bus into the store and back.</summary>
public sealed class RoundTripTests
{
    private const string First = "2026-01-01t00-00-00";
    private const string Second = "2026-01-02t00-00-00";

    [Theory]
    [InlineData(null, false)]
    [InlineData("correct horse", false)]
    [InlineData(null, true)]
    [InlineData("correct horse", true)]
    public async Task A_stream_and_a_volume_are_backed_up_committed_found_and_restored(string? passphrase, bool isRemote)
    {
        await using var platform = await TestPlatform.StartAsync(passphrase, isRemote: isRemote);
        var volume = MakeVolume(platform);
        var content = Bytes.Random(300_000);
        var operation = Guid.NewGuid();
        var stream = await platform.Worker.BackUpAsync(operation, First, Worker.Stream, content);
        var tree = await platform.Worker.BackUpVolumeAsync(operation, First, volume);
        Assert.Equal(
            new BackupCommitted { OperationId = operation, Namespace = "app", Timestamp = First },
            await platform.SendAsync(Queues.Uploader, Commands.Commit(operation, First, tree, stream)));

        var changed = Bytes.Changed(content, 100_000, 5_000, seed: 2);
        File.AppendAllText(Path.Join(volume, "deep/b.txt"), "more");
        var second = Guid.NewGuid();
        var changedStream = await platform.Worker.BackUpAsync(second, Second, Worker.Stream, changed, stream);
        var changedTree = await platform.Worker.BackUpVolumeAsync(second, Second, volume, tree);
        Assert.True(changedStream.Size.AddedBytes < content.Length / 2, $"{changedStream.Size}");
        Assert.IsType<BackupCommitted>(await platform.SendAsync(Queues.Uploader, Commands.Commit(second, Second, changedTree, changedStream)));

        var found = Assert.IsType<BackupFound>(await platform.SendAsync(Queues.Uploader, Commands.Find(First)));
        Assert.Equal([stream, tree], found.Components);
        Assert.Equal("before the upgrade", found.Label);
        var listing = Assert.IsType<BackupListing>(await platform.AskAsync<ListBackups, BackupListing>(new ListBackups { Namespace = "app" }));
        Assert.Equal([First, Second], listing.Backups.Select(backup => backup.Timestamp));
        Assert.Equal([changedStream, changedTree], listing.Backups[1].Components);

        var worker = platform.NewWorker();
        Assert.Equal(content, await worker.RestoreAsync(stream));
        Assert.Equal(changed, await worker.RestoreAsync(changedStream));
        var restored = await worker.RestoreVolumeAsync(changedTree);
        Assert.Equal("beta" + "more", File.ReadAllText(Path.Join(restored, "deep/b.txt")));
        Assert.Equal(File.ReadAllBytes(Path.Join(volume, "large")), File.ReadAllBytes(Path.Join(restored, "large")));
        Assert.Empty(platform.StagedFiles());
    }

    [Fact]
    public async Task The_folders_of_an_operation_are_removed_when_it_ends()
    {
        await using var platform = await TestPlatform.StartAsync();
        var operation = Guid.NewGuid();
        await platform.Worker.BackUpAsync(operation, First, Worker.Stream, Bytes.Random(1000));
        Assert.True(Directory.Exists(platform.Staging.OperationFolder("app", operation)));
        await platform.Bus.Publish(
            new BackupFailed { OperationId = operation, Namespace = "app", Timestamp = First, Reason = "", Cancelled = false },
            TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => !Directory.Exists(platform.Staging.OperationFolder("app", operation)), "the folder is removed");
    }

    [Fact]
    public async Task A_backup_of_another_namespace_is_found_by_request()
    {
        await using var platform = await TestPlatform.StartAsync();
        await platform.BackUpAsync(First, Bytes.Random(1000));
        Directory.Move(Path.Join(platform.StoreFolder, "app"), Path.Join(platform.StoreFolder, "old"));
        var client = platform.Bus.CreateRequestClient<FindBackup>(Queues.Address(Queues.Uploader));
        var found = await client.GetResponse<BackupFound, BackupNotFound>(Commands.Find(First, "old"), TestContext.Current.CancellationToken);
        var backup = Assert.IsType<BackupFound>(found.Message);
        Assert.Equal("old", backup.Namespace);
        Assert.Equal(Bytes.Random(1000), await platform.Worker.RestoreAsync(backup.Components[0], "old"));
        var missing = Assert.IsType<BackupNotFound>(await platform.SendAsync(Queues.Uploader, Commands.Find(First)));
        Assert.True(missing.Missing);
        Assert.Contains("no repository", missing.Reason, StringComparison.Ordinal);
    }

    private static string MakeVolume(TestPlatform platform)
    {
        var volume = Path.Join(platform.Folder, "volume");
        Directory.CreateDirectory(Path.Join(volume, "deep"));
        File.WriteAllText(Path.Join(volume, "a.txt"), "alpha");
        File.WriteAllText(Path.Join(volume, "deep/b.txt"), "beta");
        File.WriteAllBytes(Path.Join(volume, "large"), Bytes.Random(2_000_000, seed: 7));
        return volume;
    }
}
