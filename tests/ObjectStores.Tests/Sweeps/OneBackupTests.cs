using Holdfast.Engine.Manifests;
using Holdfast.Engine.Retention;
using Holdfast.FaultyStores.Faults;
using Holdfast.FaultyStores.Memory;
using Holdfast.FaultyStores.Recording;
using Holdfast.ObjectStores.Sweeps;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Sweeps;

/// <summary>One backup is removed at a cost in proportion to it, and what any other needs stays.</summary>
public class OneBackupTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly MemoryStore _memory;
    private readonly FaultyStore _store;
    private readonly ReadDocuments _known = new();

    public OneBackupTests()
    {
        _memory = new MemoryStore(_time);
        _store = new FaultyStore(_memory);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private RepositorySweep Sweep => new(_store, "app", _time, _known);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task In_any_order_only_what_that_backup_alone_needed_goes(int seed)
    {
        var (platform, random) = (await GrownAsync(backups: 5), new Random(seed));
        while (platform.Manifests.Count > 0)
        {
            if (random.Next(3) == 0)
            {
                await platform.BackUpAsync(); // one that the last plan has not seen
            }

            var going = platform.Manifests[random.Next(platform.Manifests.Count)];
            platform.Manifests.Remove(going);
            platform.BuildOn(platform.Manifests.LastOrDefault());
            await RemoveAsync(going);

            var plan = await new RepositorySweep(_memory, "app", _time).PlanAsync(new SweepRequest { MinimumAge = TimeSpan.Zero }, Stop);
            Assert.Null(plan.Refusal);
            Assert.Empty(plan.Deletions);
            foreach (var kept in platform.Manifests)
            {
                await platform.AssertWholeAsync(kept, _memory);
            }
        }

        Assert.Equal(["app/repository.json"], _memory.Contents.Select(item => item.Key));
    }

    [Fact]
    public async Task It_asks_the_store_for_as_much_however_many_others_there_are()
    {
        var (few, many) = (await CallsAsync(backups: 3), await new OneBackupTests().CallsAsync(backups: 12));
        Assert.Equal(few, many);

        // Listed: the timestamps, the backup's own objects, and quarantine marks; gotten: the repository's description; deleted: manifest, snapshot, packs.
        Assert.Equal((2, 1, 1, 3), few);
    }

    [Fact]
    public async Task Before_anything_was_read_everything_is()
    {
        var platform = await GrownAsync(backups: 2);
        Assert.Null(await new RepositorySweep(_store, "app", _time).PlanOneAsync(platform.Manifests[0].Timestamp, new SweepRequest(), Stop));
    }

    [Theory]
    [InlineData(StoreCalls.ListPrefixes, FaultEffect.Empty)]
    [InlineData(StoreCalls.ListPrefixes, FaultEffect.CutShort)]
    [InlineData(StoreCalls.List, FaultEffect.Empty)]
    [InlineData(StoreCalls.List, FaultEffect.CutShort)]
    [InlineData(StoreCalls.Get, FaultEffect.CutShort)]
    [InlineData(StoreCalls.Get, FaultEffect.FlipBit)]
    public async Task A_store_that_lies_has_everything_read_again(StoreCalls calls, FaultEffect effect)
    {
        var platform = await GrownAsync(backups: 3);
        await platform.BackUpAsync();
        _store.Add(new Fault(calls, effect) { Skip = calls == StoreCalls.Get ? 1 : 0 });
        Assert.Null(await Sweep.PlanOneAsync(platform.Manifests[1].Timestamp, new SweepRequest(), Stop));
    }

    [Theory]
    [InlineData(StoreCalls.Listings)]
    [InlineData(StoreCalls.Get)]
    public async Task A_store_that_fails_ends_it(StoreCalls calls)
    {
        var platform = await GrownAsync(backups: 3);
        _store.Add(new Fault(calls, FaultEffect.FailBefore));
        await Assert.ThrowsAsync<ObjectStoreException>(() => Sweep.PlanOneAsync(platform.Manifests[1].Timestamp, new SweepRequest(), Stop));
    }

    [Fact]
    public async Task A_listing_from_before_a_backup_that_is_known_has_everything_read_again()
    {
        var platform = await GrownAsync(backups: 3);
        await _store.FreezeListingsAsync(Stop);
        var late = await platform.BackUpAsync();
        Assert.Null(await Sweep.PlanOneAsync(platform.Manifests[0].Timestamp, new SweepRequest { KnownBackups = [late.Timestamp] }, Stop));
    }

    [Fact]
    public async Task What_a_running_operation_deduplicates_against_stays()
    {
        var platform = await GrownAsync(backups: 3);
        await platform.AssertWholeAsync(platform.Manifests[1], _memory);
        var alone = await PlanAsync([]);
        var packs = alone.Deletions.Where(deletion => deletion.Item.Key.EndsWith(".pack", StringComparison.Ordinal)).Select(deletion => deletion.Item.Key).ToList();
        Assert.NotEmpty(packs);
        var used = await PlanAsync([new ActiveOperation { Packs = packs }]);
        Assert.DoesNotContain(used.Deletions, deletion => packs.Contains(deletion.Item.Key));
        var active = new SweepRequest { Active = [new ActiveOperation { Snapshots = [platform.Manifests[1].Components[0].Snapshot] }] };
        Assert.Null(await Sweep.PlanOneAsync(platform.Manifests[1].Timestamp, active, Stop));

        async Task<GarbagePlan> PlanAsync(IReadOnlyCollection<ActiveOperation> active) => Assert.IsType<GarbagePlan>(
            await Sweep.PlanOneAsync(platform.Manifests[1].Timestamp, new SweepRequest { Active = active }, Stop));
    }

    [Fact]
    public async Task A_crash_after_any_deletion_leaves_every_other_backup_whole()
    {
        var recording = new RecordingStore(_memory, _time);
        var platform = await GrownAsync(backups: 4, recording);
        var sweep = new RepositorySweep(recording, "app", _time, _known);
        var started = recording.Changes.Count;
        var going = platform.Manifests[1];
        await sweep.DeleteAsync(Assert.IsType<GarbagePlan>(await sweep.PlanOneAsync(going.Timestamp, new SweepRequest(), Stop)), Stop);
        Assert.True(recording.Changes.Count > started + 3);
        for (var count = started + 1; count <= recording.Changes.Count; count++)
        {
            var crashed = recording.After(count);
            Assert.DoesNotContain(crashed.Contents, item => item.Key == "app/" + going.ObjectKey);
            foreach (var kept in platform.Manifests.Where(manifest => manifest != going))
            {
                await platform.AssertWholeAsync(kept, crashed);
            }
        }
    }

    [Theory]
    [InlineData(0, FaultEffect.FailBefore)]
    [InlineData(0, FaultEffect.FailAfter)]
    [InlineData(2, FaultEffect.FailBefore)]
    public async Task A_deletion_that_fails_is_ended_when_it_is_asked_for_again(int skip, FaultEffect effect)
    {
        var platform = await GrownAsync(backups: 4);
        var going = platform.Manifests[1];
        var fault = _store.Add(new Fault(StoreCalls.Delete, effect) { Skip = skip, Times = 1 });
        await Assert.ThrowsAsync<ObjectStoreException>(() => RemoveAsync(going));
        Assert.Equal(1, fault.Fired);
        await RemoveAsync(going);
        Assert.Empty((await new RepositorySweep(_memory, "app", _time).PlanAsync(new SweepRequest { MinimumAge = TimeSpan.Zero }, Stop)).Deletions);
        foreach (var kept in platform.Manifests.Where(manifest => manifest != going))
        {
            await platform.AssertWholeAsync(kept, _memory);
        }
    }

    private async Task<(int List, int Prefixes, int Get, int Delete)> CallsAsync(int backups)
    {
        var platform = await GrownAsync(backups);
        var before = Now();
        await RemoveAsync(platform.Manifests[1]);
        var after = Now();
        return (after.List - before.List, after.Prefixes - before.Prefixes, after.Get - before.Get, after.Delete - before.Delete);

        (int List, int Prefixes, int Get, int Delete) Now()
        {
            var calls = _store.Calls;
            return (calls[StoreCalls.List], calls[StoreCalls.ListPrefixes], calls[StoreCalls.Get], calls[StoreCalls.Delete]);
        }
    }

    private async Task RemoveAsync(Manifest manifest)
    {
        var request = new SweepRequest { MayRemoveLast = true };
        await Sweep.DeleteAsync(Assert.IsType<GarbagePlan>(await Sweep.PlanOneAsync(manifest.Timestamp, request, Stop)), Stop);
    }

    /// <summary>Backups that share packs, and a plan that has seen them.</summary>
    private async Task<Platform> GrownAsync(int backups, IObjectStore? store = null)
    {
        var platform = await Platform.CreateAsync(store ?? _store, "app", _time);
        for (var number = 0; number < backups; number++)
        {
            await platform.BackUpAsync();
        }

        Assert.Null((await Sweep.PlanAsync(new SweepRequest(), Stop)).Refusal);
        return platform;
    }
}
