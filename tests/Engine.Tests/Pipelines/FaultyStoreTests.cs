using Holdfast.Engine.Backup;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Restore;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Tests.Volumes;
using Holdfast.Engine.Volumes;
using Holdfast.FaultyStores.Faults;
using Holdfast.FaultyStores.Full;
using Holdfast.FaultyStores.Memory;
using Holdfast.ObjectStores;
using Holdfast.ObjectStores.Namespaces;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

/// <summary>A store that fills up or lies harms no earlier backup and no restored tree.</summary>
public sealed class FaultyStoreTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task However_full_the_store_is_the_backup_fails_clearly_and_the_earlier_one_restores()
    {
        var full = new DiskFullStore(new MemoryStore(), long.MaxValue);
        using var repository = await RepositoryFixture.CreateAsync(store: full);
        new RandomTree(repository.Volume, 61).Grow(30);
        var earlier = await repository.BackUpAsync(options: RepositoryFixture.SmallOptions);
        var tree = await TreeAssert.DescribeAsync(repository.Volume);
        for (var i = 0; i < 6; i++)
        {
            File.WriteAllBytes(Path.Combine(repository.Volume, $"new-{i}"), SampleTree.Content(new Random(i), 60_000, compressible: false));
        }

        var used = (await repository.ListAsync()).Sum(item => item.Length);
        foreach (var room in new[] { 0, 1_000, 70_000, 200_000, 360_000 })
        {
            full.Capacity = used + room;
            var refusals = full.Refusals;
            var request = repository.Request(earlier.SnapshotKey, RepositoryFixture.SmallOptions);
            var failure = await Assert.ThrowsAsync<ObjectStoreException>(() => repository.BackUpAsync(request));
            Assert.Contains("no space is left", failure.Message);
            Assert.Contains(request.Target.RunId, failure.Message);
            Assert.True(full.Refusals > refusals);
            Assert.Equal(tree, await TreeAssert.DescribeAsync(await repository.RestoreAsync(earlier.SnapshotKey)));

            // Somebody makes room: the run is taken up where it ended.
            var left = await repository.ListAsync(request.Target.KeyPrefix);
            full.Capacity = long.MaxValue;
            var next = await repository.BackUpAsync(repository.Request(earlier.SnapshotKey, RepositoryFixture.SmallOptions) with { InterruptedRuns = [left] });
            await TreeAssert.SameAsync(repository.Volume, await repository.RestoreAsync(next.SnapshotKey));
            used = (await repository.ListAsync()).Sum(item => item.Length);
        }
    }

    [Fact]
    public async Task A_full_staging_disk_fails_the_backup_clearly_and_the_next_one_works()
    {
        using var repository = await RepositoryFixture.CreateAsync();
        new RandomTree(repository.Volume, 63).Grow(30);
        var earlier = await repository.BackUpAsync(options: RepositoryFixture.SmallOptions);
        var tree = await TreeAssert.DescribeAsync(repository.Volume);
        File.WriteAllBytes(Path.Combine(repository.Volume, "large"), SampleTree.Content(new Random(63), 600_000, compressible: false));
        var full = repository.NewFolder("full");
        using (Mount.At(full, "-t", "tmpfs", "-o", "size=128k", "tmpfs"))
        {
            // One pack is larger than the whole disk.
            var options = new BackupOptions { PackSize = 400 << 10, SmallFileLimit = 4 << 10, ChunkSizes = new(1 << 10, 4 << 10, 16 << 10), RereadShare = 0 };
            var request = repository.Request(earlier.SnapshotKey, options);
            var failure = await Assert.ThrowsAnyAsync<IOException>(
                () => repository.BackUpAsync(request with { Target = request.Target with { StagingFolder = full } }));
            Assert.Contains("No space left on device", failure.Message);
            Assert.Contains(full, failure.Message);
        }
        Assert.Equal(tree, await TreeAssert.DescribeAsync(await repository.RestoreAsync(earlier.SnapshotKey)));
        var next = await repository.BackUpAsync(earlier.SnapshotKey, RepositoryFixture.SmallOptions);
        await TreeAssert.SameAsync(repository.Volume, await repository.RestoreAsync(next.SnapshotKey));
    }

    [Theory]
    [InlineData(FaultEffect.FailBefore, false)]
    [InlineData(FaultEffect.CutShort, false)]
    [InlineData(FaultEffect.Empty, false)]
    [InlineData(FaultEffect.FlipBit, false)]
    [InlineData(FaultEffect.FailBefore, true)]
    [InlineData(FaultEffect.CutShort, true)]
    [InlineData(FaultEffect.Empty, true)]
    [InlineData(FaultEffect.FlipBit, true)]
    public async Task Whichever_read_of_a_restore_fails_or_lies_no_wrong_tree_is_restored(FaultEffect effect, bool fetches)
    {
        var faulty = new FaultyStore(new MemoryStore());
        using var repository = await RepositoryFixture.CreateAsync(store: faulty);
        new RandomTree(repository.Volume, 62).Grow(25);
        File.WriteAllBytes(Path.Combine(repository.Volume, "large"), SampleTree.Content(new Random(62), 90_000, compressible: false));
        var backup = await repository.BackUpAsync(options: RepositoryFixture.SmallOptions);
        var tree = await TreeAssert.DescribeAsync(repository.Volume);
        var harmless = 0;
        for (var failing = 0; ; failing++)
        {
            faulty.Heal();
            var fault = faulty.Add(new Fault(StoreCalls.Reads & ~StoreCalls.Head, effect) { Skip = failing, Times = 1, IsTransient = false });
            var source = fetches
                ? new NamespaceSource(faulty, RepositoryFixture.Namespace, repository.NewFolder("fetched"), new FetchOptions())
                : repository.Source;
            var target = repository.NewFolder("restored");
            var failure = await Record.ExceptionAsync(() => RestoreAsync(repository, source, backup.SnapshotKey, target));
            if (failure is null)
            {
                Assert.Equal(tree, await TreeAssert.DescribeAsync(target));
            }
            else
            {
                Assert.True(
                    failure is ObjectStoreException or DamagedPackException or CatalogFormatException or RepositoryRefusedException
                        or RestoreMismatchException,
                    failure.ToString());
            }

            SampleTree.Remove(target);
            if (fault.Fired == 0)
            {
                Assert.Null(failure);
                Assert.InRange(failing, 4, 1000);
                Assert.InRange(harmless, 0, failing - 4);
                return;
            }

            // A failure is never passed over; of wrong bytes, those that a restore does not use may be (a pack's salt without a seal).
            Assert.True(failure is not null || effect != FaultEffect.FailBefore);
            harmless += failure is null ? 1 : 0;
        }
    }

    private static async Task RestoreAsync(RepositoryFixture repository, IObjectSource source, string key, string target)
    {
        var snapshot = await SnapshotReader.OpenAsync(source, repository.Repository, key, Stop);
        using var root = VolumeRoot.Open(target);
        var options = new RestoreOptions { StagingFolder = repository.NewFolder("sort") };
        await VolumeRestore.RunAsync(source, repository.Repository, snapshot.Catalog, root, options, new RestoreCounters(), Stop);
    }
}
