using Holdfast.Engine.Backup;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Volumes;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

public sealed class LiveFileTests
{
    [Fact]
    public async Task A_file_that_changes_all_the_time_is_read_twice_and_listed()
    {
        using var repository = await RepositoryFixture.CreateAsync();
        var path = Path.Combine(repository.Volume, "busy");
        File.WriteAllBytes(path, SampleTree.Content(new Random(1), 60_000_000, compressible: false));
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(
            () =>
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    file.Position = i * 4099L % 50_000_000;
                    file.WriteByte((byte)i);
                    file.Flush();
                }
            },
            TestContext.Current.CancellationToken);
        var backup = await repository.BackUpAsync();
        await stop.CancelAsync();
        await writer;
        var issue = Assert.Single(backup.Issues);
        Assert.Equal(IssueKind.Changed, issue.What);
        Assert.Equal(120_000_000, backup.Stats.ReadBytes);

        // What the second reading saw comes back whole: the restore compares it with its hash.
        await repository.RestoreAsync(backup.SnapshotKey);
    }

    [Fact]
    public async Task A_file_that_is_gone_when_it_is_to_be_read_counts_as_vanished()
    {
        using var repository = await RepositoryFixture.CreateAsync();
        using var root = VolumeRoot.Open(repository.Volume);
        var failure = Assert.Throws<VolumeException>(() => root.OpenRead(EntryPath.FromText("gone")));
        Assert.True(UnreadableFile.MayGoOn(failure, new BackupOptions()));
        Assert.Equal(IssueKind.Vanished, UnreadableFile.Issue(EntryPath.FromText("gone"), failure).What);
    }

    [Fact]
    public async Task A_name_that_became_a_pipe_is_no_file_to_wait_for()
    {
        using var repository = await RepositoryFixture.CreateAsync();
        var path = Path.Combine(repository.Volume, "was-a-file");
        SampleTree.Run("mkfifo", path);
        using var root = VolumeRoot.Open(repository.Volume);
        using var file = root.OpenRead(EntryPath.FromText("was-a-file"));
        var failure = Assert.Throws<VolumeException>(() => UnreadableFile.ThrowIfReplaced(EntryPath.FromText("was-a-file"), root.Stat(file)));
        Assert.True(failure.IsVanished);
    }
}
