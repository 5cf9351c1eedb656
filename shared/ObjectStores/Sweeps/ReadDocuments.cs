using System.Collections.Concurrent;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Retention;

namespace Holdfast.ObjectStores.Sweeps;

/// <summary>What the sweeps of one namespace have read of its manifests and snapshots, for the next one. One sweep at a time.</summary>
/// <remarks>
/// Both are immutable: one that the listing shows with the length and the time that it had is not read again, and one that it does not show
/// is forgotten. So a sweep costs as many requests as there are new backups, not as there are backups.
/// </remarks>
public sealed class ReadDocuments
{
    private readonly ConcurrentDictionary<string, (ObjectInfo Item, Manifest Manifest)> _manifests = [];
    private readonly ConcurrentDictionary<string, (ObjectInfo Item, string Sha256, IReadOnlyList<PackSize> Packs)> _snapshots = [];

    /// <summary>Many snapshots need the same pack; it is kept once.</summary>
    private readonly ConcurrentDictionary<PackSize, PackSize> _packs = [];

    private string? _repositoryId;

    /// <summary>Forgets everything of another repository, and what is not listed any more.</summary>
    internal void Keep(string repositoryId, IReadOnlyDictionary<string, ObjectInfo> listed)
    {
        Forget(_manifests, known => repositoryId == _repositoryId && IsListed(known.Item, listed));
        Forget(_snapshots, known => repositoryId == _repositoryId && IsListed(known.Item, listed));
        _packs.Clear();
        foreach (var (_, _, packs) in _snapshots.Values)
        {
            Share(packs);
        }

        _repositoryId = repositoryId;
    }

    internal Manifest? Manifest(string key) => _manifests.TryGetValue(key, out var known) ? known.Manifest : null;

    /// <summary>The packs of a snapshot, if it was read with these bytes.</summary>
    internal IReadOnlyList<PackSize>? Packs(string key, ManifestComponent? named) =>
        _snapshots.TryGetValue(key, out var known) && (named is null || (named.Sha256 == known.Sha256 && named.Size == known.Item.Length)) ? known.Packs : null;

    internal void Add(ObjectInfo item, Manifest manifest) => _manifests[item.Key] = (item, manifest);

    internal void Add(ObjectInfo item, string sha256, IReadOnlyList<PackSize> packs) => _snapshots[item.Key] = (item, sha256, Share(packs));

    private PackSize[] Share(IEnumerable<PackSize> packs) => [.. packs.Select(pack => _packs.GetOrAdd(pack, pack))];

    private static bool IsListed(ObjectInfo item, IReadOnlyDictionary<string, ObjectInfo> listed) => listed.TryGetValue(item.Key, out var now) && now == item;

    private static void Forget<T>(ConcurrentDictionary<string, T> known, Func<T, bool> stays)
    {
        foreach (var gone in known.Where(item => !stays(item.Value)))
        {
            known.TryRemove(gone.Key, out _);
        }
    }
}
