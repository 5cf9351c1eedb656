using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Retention;

/// <summary>Finds the objects to delete where nothing is in doubt.</summary>
internal sealed class GarbageSearch(GarbageInput input, Listing listing, LiveSet live)
{
    private readonly HashSet<string> _expire = [.. input.Expire];

    /// <summary>What to delete, in the order in which it must go.</summary>
    public List<Deletion> Find()
    {
        List<Deletion> found =
        [
            .. listing.Of(ObjectKind.Manifest).Where(item => _expire.Contains(item.Key.Timestamp!))
                .Select(item => new Deletion(item.Object, item.Key.Kind, DeletionReason.Expired)),
            .. Unneeded(listing.Of(ObjectKind.Snapshot), live.Snapshots, live.ExpiredSnapshots),
            .. Unneeded(listing.Known.Where(item => item.Key.IsPack), live.Packs, live.ExpiredPacks),
        ];
        found.AddRange(Marks(found));
        return found;
    }

    private IEnumerable<Deletion> Unneeded(IEnumerable<(ObjectInfo Object, ParsedKey Key)> items, HashSet<string> needed, HashSet<string> expired)
    {
        foreach (var (item, key) in items)
        {
            if (needed.Contains(item.Key) || live.IsActive(key))
            {
                continue;
            }

            if (expired.Contains(item.Key) || (key.Timestamp is { } timestamp && _expire.Contains(timestamp)))
            {
                yield return new Deletion(item, key.Kind, DeletionReason.Expired);
            }
            else if (IsOld(item))
            {
                yield return new Deletion(item, key.Kind, DeletionReason.Unreferenced);
            }
        }
    }

    private IEnumerable<Deletion> Marks(List<Deletion> found)
    {
        var marks = listing.Of(ObjectKind.QuarantineMark).ToList();
        if (marks.Count == 0)
        {
            return [];
        }

        // A live snapshot may need a pack that is lost: its mark says that this is known.
        var gone = found.Where(deletion => deletion.Kind is ObjectKind.DataPack or ObjectKind.CatalogPack)
            .Select(deletion => deletion.Item.Key).ToHashSet();
        var staying = listing.Known.Where(item => item.Key.IsPack && !gone.Contains(item.Object.Key))
            .Select(item => item.Object.Key).Concat(live.Packs).Select(ObjectKeys.QuarantineMark).ToHashSet();
        var going = gone.Select(ObjectKeys.QuarantineMark).ToHashSet();
        return marks
            .Where(item => !staying.Contains(item.Object.Key) && (going.Contains(item.Object.Key) || IsOld(item.Object)))
            .Select(item => new Deletion(item.Object, item.Key.Kind, DeletionReason.PackGone));
    }

    private bool IsOld(ObjectInfo item) => input.Now - item.StoredAt >= input.MinimumAge;
}
