using Holdfast.Engine.Backup;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.FaultyStores.Faults;
using Holdfast.FaultyStores.Memory;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

public sealed class InterruptedRunTests
{
    [Theory]
    [InlineData(FaultEffect.FailBefore)]
    [InlineData(FaultEffect.FailAfter)]
    public async Task Wherever_storing_fails_the_next_run_reuses_what_is_stored_and_earlier_backups_restore(FaultEffect effect)
    {
        var faulty = new FaultyStore(new MemoryStore());
        using var repository = await RepositoryFixture.CreateAsync(store: faulty);
        var tree = new RandomTree(repository.Volume, 11);
        tree.Grow(60);
        var earlier = await repository.BackUpAsync(options: RepositoryFixture.SmallOptions);
        var earlierTree = await TreeAssert.DescribeAsync(repository.Volume);
        for (var i = 0; i < 12; i++)
        {
            File.WriteAllBytes(Path.Combine(repository.Volume, $"new-{i}"), SampleTree.Content(new Random(i), 60_000, compressible: false));
        }

        for (var failing = 0; ; failing++)
        {
            faulty.Heal();
            var fault = faulty.Add(new Fault(StoreCalls.Put, effect) { Skip = failing, IsTransient = false });
            var request = repository.Request(earlier.SnapshotKey, RepositoryFixture.SmallOptions);
            var failure = await Record.ExceptionAsync(() => repository.BackUpAsync(request));
            faulty.Heal();
            if (fault.Fired == 0)
            {
                Assert.Null(failure);
                Assert.InRange(failing, 5, 1000);
                return;
            }

            Assert.NotNull(failure);
            await TreeAssert.DescribeAsync(repository.Volume);
            var left = await repository.ListAsync(request.Target.KeyPrefix);
            var next = await repository.BackUpAsync(request with
            {
                Target = Again(repository, request.Target),
                InterruptedRuns = [left],
                Counters = new BackupCounters(),
            });
            var stored = left.Where(item => ObjectKeys.TryParse(item.Key, out var key) && key.Kind == ObjectKind.DataPack).Sum(item => item.Length);
            Assert.InRange(next.Stats.AddedBytes, 0, (12 * 60_000) - (stored * 9 / 10));
            Assert.Empty(next.ReuseProblems);
            await TreeAssert.SameAsync(repository.Volume, await repository.RestoreAsync(next.SnapshotKey));
            Assert.Equal(earlierTree, await TreeAssert.DescribeAsync(await repository.RestoreAsync(earlier.SnapshotKey)));
        }
    }

    [Fact]
    public async Task A_run_that_died_after_a_checkpoint_saves_the_next_one_from_reading()
    {
        var faulty = new FaultyStore(new MemoryStore());
        using var repository = await RepositoryFixture.CreateAsync(store: faulty);
        for (var i = 0; i < 600; i++)
        {
            File.WriteAllBytes(Path.Combine(repository.Volume, $"{i:d4}"), SampleTree.Content(new Random(i), 3_000, compressible: false));
        }

        faulty.Add(new Fault(StoreCalls.Put, FaultEffect.FailBefore) { Matches = key => key.EndsWith("snapshot.json", StringComparison.Ordinal), IsTransient = false });
        var request = repository.Request(options: RepositoryFixture.SmallOptions);
        await Assert.ThrowsAnyAsync<IOException>(() => repository.BackUpAsync(request));
        faulty.Heal();
        var next = await repository.BackUpAsync(request with
        {
            Target = Again(repository, request.Target),
            InterruptedRuns = [await repository.ListAsync(request.Target.KeyPrefix)],
            Counters = new BackupCounters(),
        });
        Assert.Equal(600, next.Stats.UnchangedFiles);
        Assert.Equal(0, next.Stats.ReadBytes);
        Assert.Equal(0, next.Stats.AddedBytes);
        await TreeAssert.SameAsync(repository.Volume, await repository.RestoreAsync(next.SnapshotKey));
    }

    private static RunTarget Again(RepositoryFixture repository, RunTarget target) =>
        target with { RunId = RunId.From(Guid.CreateVersion7()), StagingFolder = repository.NewFolder("staging") };
}
