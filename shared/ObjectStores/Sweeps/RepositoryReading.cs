using System.Collections.Concurrent;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Retention;

namespace Holdfast.ObjectStores.Sweeps;

/// <summary>Reads what is to be known of a repository before its garbage can be found: the listing, every manifest, every snapshot named.</summary>
internal sealed class RepositoryReading
{
    /// <summary>A commit follows what was stored last by less than a day: after two, a backup without a manifest never gets one.</summary>
    private static readonly TimeSpan LongestCommit = TimeSpan.FromDays(2);

    /// <summary>Small reads at a time: enough to hide a store's delay.</summary>
    private const int AtOnce = 8;

    private readonly IObjectStore _store;
    private readonly string _repositoryId;
    private readonly ConcurrentDictionary<string, Manifest> _manifests = [];
    private readonly ConcurrentDictionary<string, IReadOnlyList<PackSize>> _snapshots = [];
    private readonly ConcurrentDictionary<string, string> _problems = [];
    private readonly ConcurrentBag<string> _unlisted = [];

    private readonly ReadDocuments _known;
    private Dictionary<string, ObjectInfo> _listed = [];

    private RepositoryReading(IObjectStore store, string repositoryId, ReadDocuments known) => (_store, _repositoryId, _known) = (store, repositoryId, known);

    public static async Task<GarbageInput> ReadAsync(
        IObjectStore store, ReadDocuments known, SweepRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        var description = await DocumentReads.DescribeAsync(store, cancellationToken);
        return await new RepositoryReading(store, description.Id, known).ReadAsync(request, time, cancellationToken);
    }

    private async Task<GarbageInput> ReadAsync(SweepRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        var listing = await _store.ListAsync("", cancellationToken).Where(item => !ObjectKeys.IsAudit(item.Key)).ToListAsync(cancellationToken);
        _listed = listing.DistinctBy(item => item.Key).ToDictionary(item => item.Key); // one that is there twice is in doubt anyway
        _known.Keep(_repositoryId, _listed);
        var keys = listing.Select(item => ObjectKeys.TryParse(item.Key, out var key) ? key : null).OfType<ParsedKey>().ToList();
        var committed = keys.Where(key => key.Kind == ObjectKind.Manifest).Select(key => key.Timestamp!).ToHashSet();
        var active = request.Active.Select(operation => operation.Timestamp).ToHashSet();
        var uncommitted = keys.Select(key => key.Timestamp).OfType<string>()
            .Where(timestamp => !committed.Contains(timestamp) && !active.Contains(timestamp)).ToHashSet();

        await ForEachAsync(committed, ReadManifestAsync, cancellationToken);
        await ForEachAsync(uncommitted, LookForManifestAsync, cancellationToken);
        AddLeftovers(listing, uncommitted, time.GetUtcNow() - LongestCommit);
        var components = _manifests.Values.SelectMany(manifest => manifest.Components).ToList();
        await ForEachAsync(components, ReadSnapshotAsync, cancellationToken);
        var others = request.Active.SelectMany(operation => operation.Snapshots).Except(components.Select(component => component.Snapshot));
        await ForEachAsync(others, (key, cancellation) => ReadSnapshotAsync(key, named: null, cancellation), cancellationToken);

        return new GarbageInput
        {
            Listing = listing,
            Manifests = _manifests,
            Snapshots = _snapshots,
            Problems = _problems,
            Unlisted = _unlisted,
            Expire = request.Expire,
            MayRemoveLast = request.MayRemoveLast,
            Pinned = request.Pinned,
            Active = request.Active,
            Before = request.Before,
            MinimumAge = request.MinimumAge,
            KnownBackups = request.KnownBackups,
            LastCount = request.LastCount,
            Now = time.GetUtcNow(),
        };
    }

    /// <summary>Remembers under which timestamps nothing was stored for long, as no manifest will come there.</summary>
    private void AddLeftovers(IEnumerable<ObjectInfo> listing, HashSet<string> uncommitted, DateTimeOffset before)
    {
        foreach (var group in listing.GroupBy(item => item.Key.Split('/')[0]).Where(group => uncommitted.Contains(group.Key) && group.All(item => item.StoredAt < before)))
        {
            _known.AddLeftover(group.Key);
        }
    }

    private async ValueTask ReadManifestAsync(string timestamp, CancellationToken cancellationToken)
    {
        var key = ObjectKeys.Manifest(timestamp);
        if (_known.Manifest(key) is { } known)
        {
            _manifests[key] = known;
            return;
        }

        if (await GetAsync(key, cancellationToken) is not { } json)
        {
            return;
        }

        try
        {
            _known.Add(_listed[key], _manifests[key] = Manifest.Parse(json, key, _repositoryId));
        }
        catch (RepositoryRefusedException e)
        {
            _problems[key] = e.Message;
        }
    }

    /// <summary>A listing that shows a backup's objects without its manifest is believed only when the store has none by that name either.</summary>
    private async ValueTask LookForManifestAsync(string timestamp, CancellationToken cancellationToken)
    {
        var key = ObjectKeys.Manifest(timestamp);
        if (await _store.HeadAsync(key, cancellationToken) is not null)
        {
            _unlisted.Add(key);
        }
    }

    private ValueTask ReadSnapshotAsync(ManifestComponent component, CancellationToken cancellationToken) =>
        ReadSnapshotAsync(component.Snapshot, component, cancellationToken);

    private async ValueTask ReadSnapshotAsync(string key, ManifestComponent? named, CancellationToken cancellationToken)
    {
        if (_known.Packs(key, named) is { } known)
        {
            _snapshots[key] = known;
            return;
        }

        if (await GetAsync(key, cancellationToken) is not { } json)
        {
            return;
        }

        var sha256 = DocumentReads.Sha256(json);
        if (named is not null && (json.Length != named.Size || sha256 != named.Sha256))
        {
            _problems[key] = "its bytes are not those that the manifest names.";
            return;
        }

        try
        {
            _snapshots[key] = DocumentReads.Packs(json, key, _repositoryId);
            if (_listed.TryGetValue(key, out var item))
            {
                _known.Add(item, sha256, _snapshots[key]);
            }
        }
        catch (RepositoryRefusedException e)
        {
            _problems[key] = e.Message;
        }
    }

    private async Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await _store.GetAsync(key, DocumentReads.MaxLength, cancellationToken);
        }
        catch (ObjectNotFoundException)
        {
            _problems[key] = "it is not there.";
            return null;
        }
    }

    private static Task ForEachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, ValueTask> read, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, read);
}
