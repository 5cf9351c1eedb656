using Holdfast.Engine.Repositories;
using Holdfast.Engine.Retention;
using Holdfast.FaultyStores.Faults;
using Holdfast.FaultyStores.Memory;
using Holdfast.FaultyStores.Recording;
using Holdfast.ObjectStores.Sweeps;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Sweeps;

public class RepositorySweepTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly MemoryStore _memory;
    private readonly FaultyStore _store;

    public RepositorySweepTests()
    {
        _memory = new MemoryStore(_time);
        _store = new FaultyStore(_memory);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_expired_goes_and_what_stays_is_whole(bool isSealed)
    {
        var platform = await Platform.CreateAsync(_store, "app", _time, isSealed);
        for (var day = 0; day < 4; day++)
        {
            await platform.BackUpAsync();
        }

        await platform.RunAsync();
        _time.Advance(TimeSpan.FromDays(2));
        var expire = RetentionPolicy.KeepLast(2).Expired(platform.Manifests.Select(manifest => new KeptBackup(manifest.Timestamp)), _time.GetUtcNow());
        Assert.Equal(platform.Manifests.Take(2).Select(manifest => manifest.Timestamp), expire);

        var before = _memory.Contents.Sum(item => (long)item.Content.Length);
        var sweep = new RepositorySweep(_store, "app", _time);
        var plan = await sweep.PlanAsync(new SweepRequest { Expire = expire }, Stop);
        Assert.Null(plan.Refusal);
        Assert.Contains(plan.Deletions, deletion => deletion.Reason == DeletionReason.Unreferenced);
        await sweep.DeleteAsync(plan, Stop);

        Assert.Equal(plan.RemainingCount, _memory.Count);
        Assert.Equal(plan.FreedBytes, before - _memory.Contents.Sum(item => (long)item.Content.Length));
        await platform.AssertWholeAsync(platform.Manifests[2], _memory);
        await platform.AssertWholeAsync(platform.Manifests[3], _memory);
        Assert.Contains(_memory.Contents, item => item.Key.StartsWith($"app/{expire[0]}/", StringComparison.Ordinal));
        Assert.Empty((await sweep.PlanAsync(new SweepRequest { Expire = expire, LastCount = plan.RemainingCount }, Stop)).Deletions);
    }

    [Fact]
    public async Task A_plan_alone_deletes_nothing()
    {
        var platform = await GrownAsync();
        var plan = await PlanAsync(platform);
        Assert.NotEmpty(plan.Deletions);
        Assert.Equal(0, _store.Calls[StoreCalls.Delete]);
    }

    [Fact]
    public async Task Other_namespaces_stay_as_they_are()
    {
        var platform = await GrownAsync();
        var neighbour = await Platform.CreateAsync(_store, "app2", _time);
        await neighbour.BackUpAsync();
        await neighbour.RunAsync();
        var before = Of("app2/");
        _time.Advance(TimeSpan.FromDays(30));
        var sweep = new RepositorySweep(_store, "app", _time);
        var plan = await PlanAsync(platform);
        await sweep.DeleteAsync(plan, Stop);
        Assert.NotEmpty(plan.Deletions);
        Assert.Equal(before, Of("app2/"));

        List<string> Of(string prefix) => [.. _memory.Contents.Select(item => item.Key).Where(key => key.StartsWith(prefix, StringComparison.Ordinal))];
    }

    [Theory]
    [InlineData(StoreCalls.List, FaultEffect.FailBefore)]
    [InlineData(StoreCalls.List, FaultEffect.FailMidway)]
    [InlineData(StoreCalls.List, FaultEffect.FailAfter)]
    [InlineData(StoreCalls.Get, FaultEffect.FailBefore)]
    [InlineData(StoreCalls.Head, FaultEffect.FailBefore)]
    public async Task A_store_that_fails_ends_the_sweep(StoreCalls calls, FaultEffect effect)
    {
        var platform = await GrownAsync();
        var fault = _store.Add(new Fault(calls, effect) { Skip = calls == StoreCalls.Get ? 1 : 0 });
        await Assert.ThrowsAsync<ObjectStoreException>(() => PlanAsync(platform));
        Assert.NotEqual(0, fault.Fired);
    }

    [Theory]
    [InlineData(FaultEffect.Empty)]
    [InlineData(FaultEffect.CutShort)]
    public async Task A_listing_that_does_not_show_all_deletes_nothing(FaultEffect effect)
    {
        var platform = await GrownAsync();
        var fault = _store.Add(new Fault(StoreCalls.List, effect));
        Assert.Equal(GarbageDoubt.ListingIncomplete, (await PlanAsync(platform)).Refusal?.Doubt);
        Assert.Equal(1, fault.Fired);
    }

    [Fact]
    public async Task A_listing_from_before_a_commit_deletes_nothing()
    {
        var platform = await GrownAsync();
        var late = await platform.RunAsync();
        await _store.FreezeListingsAsync(Stop);
        await platform.CommitAsync(late);
        _time.Advance(TimeSpan.FromDays(9));
        var plan = await PlanAsync(platform);
        Assert.Equal(GarbageDoubt.ListingIncomplete, plan.Refusal?.Doubt);
        Assert.Contains(late.ObjectKey, plan.Refusal?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listing_from_before_a_known_backup_deletes_nothing()
    {
        var platform = await GrownAsync();
        await _store.FreezeListingsAsync(Stop);
        var late = await platform.BackUpAsync();
        var request = new SweepRequest { Expire = [platform.Manifests[0].Timestamp], KnownBackups = [late.Timestamp] };
        var plan = await new RepositorySweep(_store, "app", _time).PlanAsync(request, Stop);
        Assert.Equal(GarbageDoubt.ListingIncomplete, plan.Refusal?.Doubt);
    }

    [Theory]
    [InlineData(FaultEffect.FlipBit)]
    [InlineData(FaultEffect.CutShort)]
    [InlineData(FaultEffect.Empty)]
    public async Task Manifests_and_snapshots_that_read_wrong_delete_nothing(FaultEffect effect)
    {
        var platform = await GrownAsync();
        var kept = platform.Manifests[1];
        foreach (var (key, doubt) in new[]
        {
            (kept.ObjectKey, GarbageDoubt.ManifestUnreadable), (kept.Components[0].Snapshot, GarbageDoubt.SnapshotUnreadable),
        })
        {
            var fault = _store.Add(new Fault(StoreCalls.Get, effect) { Matches = asked => asked == "app/" + key });
            var plan = await PlanAsync(platform);
            Assert.Equal(1, fault.Fired);
            Assert.Equal(doubt, plan.Refusal?.Doubt);
            Assert.Contains(key, plan.Refusal?.Message, StringComparison.Ordinal);
            _store.Heal();
        }
    }

    [Fact]
    public async Task A_lost_snapshot_of_a_backup_that_stays_deletes_nothing()
    {
        var platform = await GrownAsync();
        _memory.Remove("app/" + platform.Manifests[1].Components[0].Snapshot);
        Assert.Equal(GarbageDoubt.SnapshotUnreadable, (await PlanAsync(platform)).Refusal?.Doubt);
    }

    [Fact]
    public async Task A_lost_pack_of_a_backup_that_stays_deletes_nothing()
    {
        var platform = await GrownAsync();
        _memory.Remove(_memory.Contents.Last(item => item.Key.EndsWith(".pack", StringComparison.Ordinal)).Key);
        Assert.Equal(GarbageDoubt.PackMissing, (await PlanAsync(platform)).Refusal?.Doubt);
    }

    [Fact]
    public async Task The_manifest_of_another_repository_deletes_nothing()
    {
        var platform = await GrownAsync();
        var foreign = platform.Manifests[0] with { RepositoryId = new string('e', 32), Timestamp = "2025-01-01t00-00-00" };
        var component = foreign.Components[0];
        var snapshot = component.Snapshot.Replace(platform.Manifests[0].Timestamp, foreign.Timestamp, StringComparison.Ordinal);
        foreign = foreign with { Components = [component with { Snapshot = snapshot }] };
        await _memory.PutIfAbsentAsync("app/" + foreign.ObjectKey, foreign.ToJson(), Stop);
        var plan = await PlanAsync(platform);
        Assert.Equal(GarbageDoubt.ManifestUnreadable, plan.Refusal?.Doubt);
        Assert.Contains("belongs to repository", plan.Refusal?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_repository_there_is_nothing_to_sweep()
    {
        var e = await Assert.ThrowsAsync<RepositoryRefusedException>(
            () => new RepositorySweep(_store, "app", _time).PlanAsync(new SweepRequest(), Stop));
        Assert.Equal(RefusalReason.Missing, e.Reason);
    }

    [Fact]
    public async Task What_a_running_operation_deduplicates_against_stays()
    {
        var platform = await GrownAsync();
        var parent = platform.Manifests[0].Components[0].Snapshot;
        var request = new SweepRequest { Expire = [platform.Manifests[0].Timestamp], Active = [new ActiveOperation { Snapshots = [parent] }] };
        var plan = await new RepositorySweep(_store, "app", _time).PlanAsync(request, Stop);
        Assert.Null(plan.Refusal);
        Assert.Equal([platform.Manifests[0].ObjectKey], plan.Deletions.Where(deletion => deletion.Reason == DeletionReason.Expired).Select(deletion => deletion.Item.Key));
    }

    [Fact]
    public async Task A_deletion_that_fails_is_ended_by_the_next_sweep()
    {
        var platform = await GrownAsync();
        var sweep = new RepositorySweep(_store, "app", _time);
        var plan = await PlanAsync(platform);
        foreach (var effect in new[] { FaultEffect.FailBefore, FaultEffect.FailAfter })
        {
            var fault = _store.Add(new Fault(StoreCalls.Delete, effect) { Skip = 1, Times = 1 });
            await Assert.ThrowsAsync<ObjectStoreException>(() => sweep.DeleteAsync(plan, Stop));
            Assert.Equal(1, fault.Fired);
        }

        _time.Advance(TimeSpan.FromDays(2));
        await sweep.DeleteAsync(await PlanAsync(platform), Stop);
        Assert.Equal(plan.RemainingCount, _memory.Count);
        await platform.AssertWholeAsync(platform.Manifests[1], _memory);
    }

    [Fact]
    public async Task A_crash_after_any_deletion_leaves_every_backup_whole_and_the_next_sweep_goes_on()
    {
        var recording = new RecordingStore(_memory, _time);
        var platform = await GrownAsync(recording);
        var started = recording.Changes.Count;
        var sweep = new RepositorySweep(recording, "app", _time);
        var request = new SweepRequest { Expire = [platform.Manifests[0].Timestamp] };
        await sweep.DeleteAsync(await sweep.PlanAsync(request, Stop), Stop);
        Assert.True(recording.Changes.Count > started + 5);
        Assert.All(recording.Changes.Skip(started), change => Assert.True(change.IsDeletion));

        _time.Advance(TimeSpan.FromDays(2));
        for (var count = started; count <= recording.Changes.Count; count++)
        {
            var crashed = recording.After(count);
            foreach (var manifest in platform.Manifests.Where(manifest => crashed.Contents.Any(item => item.Key == "app/" + manifest.ObjectKey)))
            {
                await platform.AssertWholeAsync(manifest, crashed);
            }

            var next = new RepositorySweep(crashed, "app", _time);
            var plan = await next.PlanAsync(request, Stop);
            Assert.Null(plan.Refusal);
            await next.DeleteAsync(plan, Stop);
            Assert.Equal(_memory.Contents.Select(item => item.Key), crashed.Contents.Select(item => item.Key));
        }
    }

    /// <summary>Two backups that share packs, and an old run without manifest.</summary>
    private async Task<Platform> GrownAsync(IObjectStore? store = null)
    {
        var platform = await Platform.CreateAsync(store ?? _store, "app", _time);
        await platform.BackUpAsync();
        await platform.RunAsync();
        await platform.BackUpAsync();
        _time.Advance(TimeSpan.FromDays(1));
        return platform;
    }

    private Task<GarbagePlan> PlanAsync(Platform platform) => new RepositorySweep(_store, "app", _time)
        .PlanAsync(new SweepRequest { Expire = [platform.Manifests[0].Timestamp] }, Stop);
}
