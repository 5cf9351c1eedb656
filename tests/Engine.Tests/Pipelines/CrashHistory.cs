using Holdfast.Engine.Backup;
using Holdfast.Engine.Sealing;
using Holdfast.FaultyStores.Memory;
using Holdfast.FaultyStores.Recording;
using Holdfast.ObjectStores.Sweeps;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

/// <summary>A repository's life, recorded store operation by store operation: backups, commits, expiries.</summary>
internal sealed class CrashHistory : IDisposable
{
    private readonly Dictionary<string, IReadOnlyList<string>> _trees = [];

    private CrashHistory(RecordingStore store, RepositoryFixture fixture) => (Store, Fixture) = (store, fixture);

    public RecordingStore Store { get; }

    public RepositoryFixture Fixture { get; }

    /// <summary>By its timestamp, the tree that each backup was made of.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Trees => _trees;

    public static async Task<CrashHistory> RecordAsync(KeySecret? secret)
    {
        var store = new RecordingStore(new MemoryStore());
        var history = new CrashHistory(store, await RepositoryFixture.CreateAsync(secret, store));
        var tree = new RandomTree(history.Fixture.Volume, 41);
        tree.Grow(25);
        history.AddFile("stays", 90_000);
        var first = await history.BackUpAsync(parent: null);
        tree.Edit(8);
        var second = await history.BackUpAsync(first.SnapshotKey);
        tree.Edit(8);
        history.AddFile("new", 70_000);
        var third = await history.BackUpAsync(second.SnapshotKey);
        await history.ExpireAsync(first);
        tree.Edit(8);
        history.AddFile("stays", 40_000);
        await history.BackUpAsync(third.SnapshotKey);
        await history.ExpireAsync(second);
        return history;
    }

    public void Dispose() => Fixture.Dispose();

    private void AddFile(string name, int length) =>
        File.WriteAllBytes(Path.Combine(Fixture.Volume, name), SampleTree.Content(new Random(length), length, compressible: false));

    private async Task<BackupResult> BackUpAsync(string? parent)
    {
        var request = Fixture.Request(parent, RepositoryFixture.SmallOptions);
        var result = await Fixture.BackUpAsync(request);
        _trees.Add(request.Target.Timestamp, await TreeAssert.DescribeAsync(Fixture.Volume));
        await Fixture.CommitAsync(request, result);
        return result;
    }

    private async Task ExpireAsync(BackupResult backup)
    {
        var sweep = new RepositorySweep(Store, RepositoryFixture.Namespace, TimeProvider.System);
        var plan = await sweep.PlanAsync(new SweepRequest { Expire = [backup.SnapshotKey.Split('/')[0]] }, TestContext.Current.CancellationToken);
        Assert.Null(plan.Refusal);
        Assert.NotEmpty(plan.Deletions);
        await sweep.DeleteAsync(plan, TestContext.Current.CancellationToken);
    }
}
