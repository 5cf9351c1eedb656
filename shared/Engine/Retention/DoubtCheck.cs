using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Retention;

/// <summary>Looks for anything that makes deleting unsafe.</summary>
/// <remarks>
/// A backup that is to be removed may itself be damaged, since what it cannot say is not needed; otherwise damage could never be
/// cleared away. But whatever hints at a listing that does not show everything is doubt wherever it is found: a manifest that is
/// not listed would turn a good backup into garbage.
/// </remarks>
internal sealed class DoubtCheck
{
    /// <summary>How far the store's clock may be ahead.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(15);

    private readonly GarbageInput _input;
    private readonly Listing _listing;
    private readonly LiveSet _live;
    private readonly HashSet<string> _expire;

    private DoubtCheck(GarbageInput input, Listing listing, LiveSet live) =>
        (_input, _listing, _live, _expire) = (input, listing, live, [.. input.Expire]);

    /// <summary>The first doubt, the gravest first; null when there is none.</summary>
    public static GarbageRefusal? Find(GarbageInput input, Listing listing, LiveSet live)
    {
        var check = new DoubtCheck(input, listing, live);
        return check.Incomplete() ?? check.Shrunk() ?? check.Future() ?? check.InUse() ?? check.Manifests() ?? check.Last()
            ?? check.Snapshots() ?? check.Packs();
    }

    private GarbageRefusal? Incomplete()
    {
        var missing = _input.Unlisted.FirstOrDefault()
            ?? _input.Manifests.Keys.FirstOrDefault(key => !_listing.Has(key))
            ?? _input.KnownBackups.Where(timestamp => !_expire.Contains(timestamp)).Select(ObjectKeys.Manifest)
                .FirstOrDefault(key => !_listing.Has(key))
            ?? _input.Snapshots.Keys.FirstOrDefault(key => !_listing.Has(key))
            ?? (_listing.Has(ObjectKeys.Repository) ? null : ObjectKeys.Repository);
        return _listing.Repeated is { } repeated ? Refuse(GarbageDoubt.ListingIncomplete, $"The store's listing shows '{repeated}' twice.")
            : missing is not null ? Refuse(
                GarbageDoubt.ListingIncomplete,
                $"The store's listing lacks '{missing}', which exists or should. The listing is incomplete, or the object was deleted by "
                + "something else than Holdfast.")
            : null;
    }

    private GarbageRefusal? Shrunk()
    {
        var (now, last) = (_input.Listing.Count, _input.LastCount ?? 0);
        return now * 10L >= last * 9L ? null : Refuse(
            GarbageDoubt.ListingShrunk,
            $"The store's listing has {now} objects, the last sweep left {last}. The listing is incomplete, or something else than Holdfast "
            + "deletes objects, such as a lifecycle rule of the bucket.");
    }

    private GarbageRefusal? Future()
    {
        var ahead = _input.Listing.FirstOrDefault(item => item.StoredAt > _input.Now + ClockTolerance);
        return ahead is null ? null : Refuse(
            GarbageDoubt.Clock,
            $"'{ahead.Key}' was stored at {ahead.StoredAt:u}, but here it is {_input.Now:u}. Set the clock that is wrong, this machine's or the store's.");
    }

    private GarbageRefusal? InUse()
    {
        var pinned = _expire.Intersect(_input.Pinned).FirstOrDefault();
        var active = _expire.FirstOrDefault(_live.IsActive);
        return pinned is not null ? Refuse(GarbageDoubt.BackupInUse, $"Backup {pinned} is to be removed, but it is pinned.")
            : active is not null ? Refuse(GarbageDoubt.BackupInUse, $"Backup {active} is to be removed, but an operation uses it.")
            : null;
    }

    private GarbageRefusal? Manifests()
    {
        var unread = _listing.Of(ObjectKind.Manifest)
            .Where(item => !_expire.Contains(item.Key.Timestamp!) && !_input.Manifests.ContainsKey(item.Object.Key))
            .Select(item => item.Object.Key).FirstOrDefault();
        return unread is null ? null : Refuse(
            GarbageDoubt.ManifestUnreadable,
            $"What backup '{unread}' needs is not known: {Problem(unread)} Delete that backup if it is beyond repair.");
    }

    private GarbageRefusal? Last()
    {
        var listed = _listing.Of(ObjectKind.Manifest).Select(item => item.Key.Timestamp!).ToList();
        return !_input.MayRemoveLast && listed.Exists(_expire.Contains) && listed.TrueForAll(_expire.Contains)
            ? Refuse(GarbageDoubt.LastBackup, $"Backup {listed.Max(StringComparer.Ordinal)} is the last one. It is removed only once there is another.")
            : null;
    }

    private GarbageRefusal? Snapshots()
    {
        var unread = _live.Snapshots.FirstOrDefault(key => !_input.Snapshots.ContainsKey(key) || !_listing.Has(key));
        return unread is null ? null : Refuse(
            GarbageDoubt.SnapshotUnreadable,
            $"Which packs '{unread}' needs is not known: {Problem(unread)} Delete its backup if it is beyond repair.");
    }

    private GarbageRefusal? Packs()
    {
        foreach (var snapshot in _live.Snapshots)
        {
            foreach (var pack in _input.Snapshots[snapshot])
            {
                if (_listing.LengthOf(pack.Key) != pack.Length && !_listing.Has(ObjectKeys.QuarantineMark(pack.Key)))
                {
                    return Refuse(
                        GarbageDoubt.PackMissing,
                        $"'{pack.Key}' is needed by '{snapshot}' with {pack.Length} bytes, and is "
                        + (_listing.LengthOf(pack.Key) is { } length ? $"there with {length}." : "not there.")
                        + " Verify the repository: that marks what is lost, and the next backup stores it anew.");
                }
            }
        }

        return null;
    }

    private string Problem(string key) =>
        _input.Problems.GetValueOrDefault(key, _listing.Has(key) ? "it was not read." : "it is not there.");

    private static GarbageRefusal Refuse(GarbageDoubt doubt, string message) => new(doubt, message + " Nothing was deleted.");
}
