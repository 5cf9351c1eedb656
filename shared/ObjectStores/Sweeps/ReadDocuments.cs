using System.Collections.Concurrent;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
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

    private readonly PackUses _uses = new();

    /// <summary>Timestamps under which objects lie, but no backup, now or ever again.</summary>
    private readonly ConcurrentDictionary<string, bool> _leftovers = [];

    private string? _repositoryId;
    private bool _isWhole;

    /// <summary>Timestamps of the backups whose manifest and snapshots were read.</summary>
    internal IReadOnlyCollection<string> Backups => _uses.Backups;

    /// <summary>Whether every backup that the last sweep saw was read.</summary>
    internal bool IsWhole(string repositoryId) => _isWhole && repositoryId == _repositoryId;

    /// <summary>Whether it is known what lies under a timestamp: a backup that was read, or what others left.</summary>
    internal bool Knows(string timestamp) => _uses.Has(timestamp) || _leftovers.ContainsKey(timestamp);

    /// <summary>Those of the packs that a backup other than this one needs.</summary>
    internal IEnumerable<string> NeededByOthers(string timestamp, IEnumerable<string> packs) => _uses.ByOthers(timestamp, packs);

    /// <summary>Forgets everything of another repository, and what is not listed any more.</summary>
    internal void Keep(string repositoryId, IReadOnlyDictionary<string, ObjectInfo> listed)
    {
        _isWhole = false;
        _leftovers.Clear();
        Forget(_manifests, known => repositoryId == _repositoryId && IsListed(known.Item, listed));
        Forget(_snapshots, known => repositoryId == _repositoryId && IsListed(known.Item, listed));
        _packs.Clear();
        foreach (var (_, _, packs) in _snapshots.Values)
        {
            Share(packs);
        }

        _repositoryId = repositoryId;
    }

    /// <summary>Everything has been read, and nothing is in doubt: from now on one backup can be removed without reading all of them again.</summary>
    internal void Settle()
    {
        _uses.Clear();
        _isWhole = true;
        foreach (var (_, manifest) in _manifests.Values)
        {
            Count(manifest);
        }
    }

    /// <summary>From now on this backup and its snapshots count as references.</summary>
    internal void Count(Manifest manifest)
    {
        var packs = manifest.Components.Select(component => Packs(component.Snapshot, component)).ToList();
        if (packs.Contains(null))
        {
            _isWhole = false; // a backup that is to be removed may be damaged; while it is there, its references are not known
            return;
        }

        _uses.Add(manifest.Timestamp, packs.SelectMany(of => of!).Select(pack => pack.Key));
    }

    /// <summary>A backup is about to be removed. Where that fails, its folder is one that nothing is known of, and is looked into again.</summary>
    internal void Forget(string timestamp)
    {
        _uses.Remove(timestamp);
        if (_manifests.TryRemove(ObjectKeys.Manifest(timestamp), out var known))
        {
            foreach (var component in known.Manifest.Components)
            {
                _snapshots.TryRemove(component.Snapshot, out _);
            }
        }
    }

    /// <summary>No backup has this timestamp, and none will: it was removed, or it is long since anything was stored there.</summary>
    internal void AddLeftover(string timestamp) => _leftovers[timestamp] = true;

    /// <summary>A manifest or snapshot that was read, as it was listed then.</summary>
    internal ObjectInfo? Item(string key) =>
        _manifests.TryGetValue(key, out var manifest) ? manifest.Item : _snapshots.TryGetValue(key, out var snapshot) ? snapshot.Item : null;

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
