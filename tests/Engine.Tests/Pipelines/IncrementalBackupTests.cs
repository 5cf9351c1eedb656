using Holdfast.Engine.Backup;
using Holdfast.Engine.Restore;
using Holdfast.Engine.Snapshots;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

public sealed class IncrementalBackupTests
{
    [Fact]
    public async Task An_unchanged_tree_is_not_read_and_costs_no_pack()
    {
        using var repository = await RepositoryFixture.CreateAsync();
        SampleTree.Create(repository.Volume, seed: 2);
        var options = new BackupOptions { RereadShare = 0 };
        var first = await repository.BackUpAsync(options: options);
        var second = await repository.BackUpAsync(first.SnapshotKey, options);
        Assert.Equal(0, second.Stats.ReadBytes);
        Assert.Equal(second.Stats.Files, second.Stats.UnchangedFiles);
        Assert.Equal(1, second.Stats.NewPacks);
        Assert.InRange(second.Stats.StoredBytes, 0, 1000);
        await TreeAssert.SameAsync(repository.Volume, await repository.RestoreAsync(second.SnapshotKey));
    }

    [Fact]
    public async Task Of_a_tree_with_one_changed_small_file_only_that_file_is_stored()
    {
        using var repository = await RepositoryFixture.CreateAsync();
        SampleTree.Create(repository.Volume, seed: 3);
        var options = new BackupOptions { RereadShare = 0 };
        var first = await repository.BackUpAsync(options: options);
        File.WriteAllBytes(Path.Combine(repository.Volume, "many/file-0100"), new byte[4321]);
        var second = await repository.BackUpAsync(first.SnapshotKey, options);
        Assert.Equal(4321, second.Stats.AddedBytes);
        Assert.Equal(4321, second.Stats.ReadBytes);
        await TreeAssert.SameAsync(repository.Volume, await repository.RestoreAsync(second.SnapshotKey));
    }

    [Fact]
    public async Task A_change_in_a_large_file_stores_only_the_chunks_around_it()
    {
        using var repository = await RepositoryFixture.CreateAsync();
        var path = Path.Combine(repository.Volume, "large");
        var content = SampleTree.Content(new Random(4), 30_000_000, compressible: false);
        File.WriteAllBytes(path, content);
        var first = await repository.BackUpAsync();
        File.WriteAllBytes(path, [.. content[..15_000_000], 1, 2, 3, .. content[15_000_000..]]);
        var second = await repository.BackUpAsync(first.SnapshotKey);
        Assert.InRange(second.Stats.AddedBytes, 1, 2 * (4 << 20));
        await TreeAssert.SameAsync(repository.Volume, await repository.RestoreAsync(second.SnapshotKey));
    }

    [Fact]
    public async Task A_tree_that_was_copied_is_read_and_not_stored_again()
    {
        using var repository = await RepositoryFixture.CreateAsync();
        SampleTree.Create(repository.Volume, seed: 5);
        var first = await repository.BackUpAsync();
        SampleTree.Run("cp", "-a", repository.Volume, repository.Volume + ".copy");
        SampleTree.Run("rm", "-rf", repository.Volume);
        SampleTree.Run("mv", repository.Volume + ".copy", repository.Volume);
        var second = await repository.BackUpAsync(first.SnapshotKey);
        Assert.Equal(0, second.Stats.UnchangedFiles - Hardlinks(second));
        Assert.Equal(0, second.Stats.AddedBytes);
    }

    [Fact]
    public async Task A_share_of_the_unchanged_files_is_read_again()
    {
        using var repository = await RepositoryFixture.CreateAsync();
        SampleTree.Create(repository.Volume, seed: 6);
        var options = new BackupOptions { RereadShare = 1 };
        var first = await repository.BackUpAsync(options: options);
        var second = await repository.BackUpAsync(first.SnapshotKey, options);
        Assert.Equal(first.Stats.ReadBytes, second.Stats.ReadBytes);
        Assert.Equal(0, second.Stats.AddedBytes);
    }

    [Fact]
    public async Task A_file_changed_just_before_the_parents_scan_is_read_again()
    {
        using var repository = await RepositoryFixture.CreateAsync();
        File.WriteAllText(Path.Combine(repository.Volume, "racy"), "content");
        var options = new BackupOptions { RereadShare = 0, TimestampMargin = TimeSpan.FromDays(2) };
        var first = await repository.BackUpAsync(options: options);
        var second = await repository.BackUpAsync(first.SnapshotKey, options);
        Assert.Equal(7, second.Stats.ReadBytes);
    }

    [Fact]
    public async Task After_many_backups_with_churn_packs_are_few_and_each_is_fetched_once()
    {
        using var repository = await RepositoryFixture.CreateAsync();
        var random = new Random(7);
        for (var i = 0; i < 400; i++)
        {
            File.WriteAllBytes(Path.Combine(repository.Volume, $"{i:d3}"), SampleTree.Content(random, 2500, compressible: false));
        }

        string? parent = null;
        for (var day = 0; day < 40; day++)
        {
            parent = (await repository.BackUpAsync(parent, RepositoryFixture.SmallOptions)).SnapshotKey;
            for (var i = 0; i < 20; i++)
            {
                File.WriteAllBytes(
                    Path.Combine(repository.Volume, $"{random.Next(400):d3}"), SampleTree.Content(random, 2500, compressible: false));
            }
        }

        var snapshot = (await SnapshotReader.OpenAsync(
            repository.Source, repository.Repository, parent!, TestContext.Current.CancellationToken)).Snapshot;
        var needed = (snapshot.Packs.Sum(pack => pack.Used) / RepositoryFixture.SmallOptions.PackSize) + 1;
        Assert.InRange(snapshot.Packs.Count, 1, (2 * needed) + 16 + 2);
        Assert.True(snapshot.Packs.Sum(pack => pack.Used) * 2 >= snapshot.Packs.Sum(pack => pack.Size));
        var counters = new RestoreCounters();
        await repository.RestoreAsync(parent!, counters: counters);
        Assert.InRange(counters.FetchedPacks, 1, snapshot.Packs.Count);
    }

    private static long Hardlinks(BackupResult result) => result.Stats.UnchangedFiles > 0 ? 1 : 0;
}
