using Holdfast.Engine.Repositories;
using Holdfast.Engine.Retention;
using Xunit;

namespace Holdfast.Engine.Tests.Retention;

/// <summary>Each doubt by itself: nothing is deleted, and the message says why.</summary>
public class GarbageDoubtTests
{
    private readonly World _world = new();
    private readonly string _firstSnapshot;
    private readonly string _secondSnapshot;
    private readonly string _sharedPack;

    /// <summary>Two backups, of which the second uses one pack of the first; and an old run that died.</summary>
    public GarbageDoubtTests()
    {
        var first = _world.Run(0, "x", packs: 2);
        _world.Commit(0, first);
        _firstSnapshot = first.Snapshot;
        _sharedPack = _world.Snapshots[first.Snapshot][0].Key;
        var second = _world.Run(1, "x", packs: 1, [_world.Snapshots[first.Snapshot][0]]);
        _world.Commit(1, second);
        _secondSnapshot = second.Snapshot;
        _world.Objects.Remove(_world.Run(2, "x", packs: 1).Snapshot);
    }

    [Fact]
    public void Without_doubt_the_first_backup_and_the_dead_run_go()
    {
        var plan = GarbagePlan.Compute(Input());
        Assert.Null(plan.Refusal);
        Assert.Equal(
            [
                (ObjectKeys.Manifest(World.Day(0)), DeletionReason.Expired),
                (_firstSnapshot, DeletionReason.Expired),
                (_world.Snapshots[_firstSnapshot][1].Key, DeletionReason.Expired),
                (_world.Snapshots[_firstSnapshot][2].Key, DeletionReason.Expired),
            ],
            plan.Deletions.Where(deletion => deletion.Item.Key.StartsWith(World.Day(0), StringComparison.Ordinal))
                .Select(deletion => (deletion.Item.Key, deletion.Reason)));
        Assert.Equal(2, plan.Deletions.Count(deletion => deletion.Reason == DeletionReason.Unreferenced));
        Assert.Equal(6, plan.Deletions.Count);
    }

    [Fact]
    public void Objects_without_manifest_stay_until_they_are_old()
    {
        var young = Input() with { Now = World.Start.AddDays(2) + World.MinimumAge - TimeSpan.FromSeconds(1) };
        Assert.All(GarbagePlan.Compute(young).Deletions, deletion => Assert.Equal(DeletionReason.Expired, deletion.Reason));
        Assert.Equal(6, GarbagePlan.Compute(young with { Now = young.Now.AddSeconds(1) }).Deletions.Count);
    }

    [Fact]
    public void Nothing_at_or_after_the_limit_is_deleted() =>
        Assert.Equal(4, GarbagePlan.Compute(Input() with { Before = World.Day(2) }).Deletions.Count);

    [Fact]
    public void A_manifest_that_cannot_be_read() => Refuses(
        GarbageDoubt.ManifestUnreadable,
        Input() with
        {
            Manifests = Without(Input().Manifests, ObjectKeys.Manifest(World.Day(1))),
            Snapshots = Without(Input().Snapshots, _secondSnapshot),
            Problems = new Dictionary<string, string> { [ObjectKeys.Manifest(World.Day(1))] = "its bytes are bad." },
        },
        "its bytes are bad.");

    [Fact]
    public void A_snapshot_that_cannot_be_read() =>
        Refuses(GarbageDoubt.SnapshotUnreadable, Input() with { Snapshots = Without(Input().Snapshots, _secondSnapshot) }, _secondSnapshot);

    [Fact]
    public void A_snapshot_that_a_running_operation_reads_and_nobody_could() => Refuses(
        GarbageDoubt.SnapshotUnreadable,
        Input() with { Active = [new ActiveOperation { Timestamp = World.Day(3), Snapshots = [_firstSnapshot + "x"] }] },
        _firstSnapshot + "x");

    [Fact]
    public void A_snapshot_that_is_read_but_not_listed()
    {
        _world.Objects.Remove(_firstSnapshot);
        Refuses(GarbageDoubt.ListingIncomplete, Input(), _firstSnapshot);
    }

    [Fact]
    public void A_manifest_that_the_store_has_but_does_not_list() =>
        Refuses(GarbageDoubt.ListingIncomplete, Input() with { Unlisted = [ObjectKeys.Manifest(World.Day(2))] }, World.Day(2));

    [Fact]
    public void A_backup_that_is_known_but_not_listed()
    {
        Refuses(GarbageDoubt.ListingIncomplete, Input() with { KnownBackups = [World.Day(2)] }, World.Day(2));
        Assert.Null(GarbagePlan.Compute(Input() with { KnownBackups = [World.Day(0), World.Day(1)] }).Refusal);
        Assert.Null(GarbagePlan.Compute(Input(World.Day(2)) with { KnownBackups = [World.Day(2)] }).Refusal);
    }

    [Fact]
    public void An_empty_listing() => Refuses(
        GarbageDoubt.ListingIncomplete,
        Input() with { Listing = [], Manifests = Without(Input().Manifests), Snapshots = Without(Input().Snapshots) },
        "repository.json");

    [Fact]
    public void A_listing_that_shows_something_twice() =>
        Refuses(GarbageDoubt.ListingIncomplete, Input() with { Listing = [.. Input().Listing, Input().Listing[0]] }, "twice");

    [Fact]
    public void A_listing_that_shrank()
    {
        var count = Input().Listing.Count;
        Refuses(GarbageDoubt.ListingShrunk, Input() with { LastCount = (count * 10 / 9) + 1 }, "the last sweep left");
        Assert.Null(GarbagePlan.Compute(Input() with { LastCount = count }).Refusal);
    }

    [Fact]
    public void A_pack_that_is_needed_and_not_there()
    {
        _world.Objects.Remove(_sharedPack);
        Refuses(GarbageDoubt.PackMissing, Input(), _sharedPack);
    }

    [Fact]
    public void A_pack_that_is_needed_and_has_another_length()
    {
        _world.Put(_sharedPack, World.Start, 7);
        Refuses(GarbageDoubt.PackMissing, Input(), "there with 7");
    }

    [Fact]
    public void A_lost_pack_is_no_doubt_once_it_is_marked_and_its_mark_stays_as_long_as_it_is_needed()
    {
        _world.Objects.Remove(_sharedPack);
        var mark = _world.Put(ObjectKeys.QuarantineMark(_sharedPack), World.Start, 3).Key;
        var plan = GarbagePlan.Compute(Input());
        Assert.Equal(6, plan.Deletions.Count);
        Assert.DoesNotContain(plan.Deletions, deletion => deletion.Item.Key == mark);

        _world.Delete(plan.Deletions);
        _world.Commit(4, _world.Run(4, "x", packs: 1));
        var later = GarbagePlan.Compute(Input(World.Day(1)));
        Assert.Contains(later.Deletions, deletion => deletion.Item.Key == mark && deletion.Reason == DeletionReason.PackGone);
    }

    [Fact]
    public void A_mark_goes_with_its_pack()
    {
        var mark = _world.Put(ObjectKeys.QuarantineMark(_world.Snapshots[_firstSnapshot][1].Key), World.Start.AddDays(4), 3).Key;
        Assert.Equal(mark, GarbagePlan.Compute(Input()).Deletions[^1].Item.Key);
        Assert.DoesNotContain(GarbagePlan.Compute(_world.Input(4)).Deletions, deletion => deletion.Item.Key == mark);
    }

    [Fact]
    public void An_object_stored_in_the_future()
    {
        _world.Put("note.txt", Input().Now.AddHours(1), 1);
        Refuses(GarbageDoubt.Clock, Input(), "note.txt");
        _world.Put("note.txt", Input().Now.AddMinutes(10), 1);
        Assert.Null(GarbagePlan.Compute(Input()).Refusal);
    }

    [Fact]
    public void Every_backup_is_to_be_removed()
    {
        var all = Input(World.Day(0), World.Day(1));
        Refuses(GarbageDoubt.LastBackup, all, World.Day(1));
        var plan = GarbagePlan.Compute(all with { MayRemoveLast = true });
        Assert.Null(plan.Refusal);
        Assert.Empty(plan.RemainingBackups);
        Assert.Equal(2, plan.Deletions.Count(deletion => deletion.Kind == ObjectKind.Manifest));
    }

    [Fact]
    public void A_pinned_backup_is_to_be_removed() => Refuses(GarbageDoubt.BackupInUse, Input() with { Pinned = [World.Day(0)] }, "pinned");

    [Fact]
    public void A_backup_in_use_is_to_be_removed()
    {
        Refuses(GarbageDoubt.BackupInUse, Input() with { Active = [new ActiveOperation { Timestamp = World.Day(0) }] }, "operation");
        Refuses(GarbageDoubt.BackupInUse, Input() with { Before = World.Day(0) }, "operation");
    }

    [Fact]
    public void A_backup_beyond_repair_can_be_removed_though_nobody_can_read_it()
    {
        _world.Objects.Remove(_firstSnapshot);
        var unread = GarbagePlan.Compute(Input() with { Snapshots = Without(Input().Snapshots, _firstSnapshot) });
        Assert.Null(unread.Refusal);
        Assert.Equal(5, unread.Deletions.Count);

        var manifests = Without(Input().Manifests, ObjectKeys.Manifest(World.Day(0)));
        var unparsed = GarbagePlan.Compute(Input() with { Manifests = manifests, Snapshots = Without(Input().Snapshots, _firstSnapshot) });
        Assert.Null(unparsed.Refusal);
        Assert.Equal(ObjectKeys.Manifest(World.Day(0)), unparsed.Deletions[0].Item.Key);
        Assert.DoesNotContain(unparsed.Deletions, deletion => deletion.Item.Key == _sharedPack);
    }

    [Fact]
    public void What_a_failed_backup_left_goes_with_it_however_young()
    {
        var failed = _world.Run(4, "x", packs: 2);
        Assert.DoesNotContain(GarbagePlan.Compute(Input()).Deletions, deletion => deletion.Item.Key == failed.Snapshot);
        var plan = GarbagePlan.Compute(_world.Input(4, World.Day(4)));
        Assert.Equal(4, plan.Deletions.Count(deletion => deletion.Item.Key.StartsWith(World.Day(4), StringComparison.Ordinal)));
        Assert.Equal([World.Day(0), World.Day(1)], plan.RemainingBackups);
    }

    [Fact]
    public void A_backup_that_is_not_there_counts_as_removed() =>
        Assert.Equal(2, GarbagePlan.Compute(Input(World.Day(9)) with { }).Deletions.Count);

    [Fact]
    public void A_negative_age_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => GarbagePlan.Compute(Input() with { MinimumAge = TimeSpan.FromTicks(-1) }));

    private static Dictionary<string, T> Without<T>(IReadOnlyDictionary<string, T> all, string? key = null) =>
        key is null ? [] : all.Where(pair => pair.Key != key).ToDictionary();

    private static void Refuses(GarbageDoubt doubt, GarbageInput input, string says)
    {
        var plan = GarbagePlan.Compute(input);
        Assert.Equal(doubt, plan.Refusal?.Doubt);
        Assert.Contains(says, plan.Refusal?.Message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was deleted.", plan.Refusal?.Message, StringComparison.Ordinal);
        Assert.Empty(plan.Deletions);
        Assert.Equal(0, plan.FreedBytes);
        Assert.Equal(input.Listing.Count, plan.RemainingCount);
    }

    private GarbageInput Input(params string[] expire) => _world.Input(4, expire.Length == 0 ? [World.Day(0)] : expire);
}
