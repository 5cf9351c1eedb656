using System.Collections.Concurrent;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Retention;
using Holdfast.ObjectStores.Namespaces;

namespace Holdfast.ObjectStores.Sweeps;

/// <summary>Reads what is to be known before one backup can be removed: its own objects, and the backups that have come since the last sweep.</summary>
/// <remarks>
/// What stays is decided from the references that were read, here or by an earlier sweep, and never from what a listing lacks: a listing that
/// shows too little can only leave garbage. Whatever is not as the earlier sweep left it ends this reading without a result; the whole
/// repository is read then.
/// </remarks>
internal sealed class OneBackupReading(NamespaceStore store, ReadDocuments known, SweepRequest request, TimeProvider time)
{
    /// <summary>Small requests at a time: enough to hide a store's delay.</summary>
    private const int AtOnce = 8;

    /// <summary>What a plan for this one backup is made of; null when the whole repository has to be read.</summary>
    public async Task<GarbageInput?> ReadAsync(string timestamp, CancellationToken cancellationToken)
    {
        var description = await DocumentReads.DescribeAsync(store, cancellationToken);
        if (!known.IsWhole(description.Id) || !await AddNewAsync(description.Id, timestamp, cancellationToken))
        {
            return null;
        }

        var own = await store.ListAsync(timestamp + "/", cancellationToken).ToListAsync(cancellationToken);
        return await IsAsKnownAsync(own, timestamp, cancellationToken) ? await InputAsync(own, timestamp, cancellationToken) : null;
    }

    /// <summary>Reads the backups that the last sweep did not see.</summary>
    /// <returns>Whether everything is there that should be, and could be read.</returns>
    private async Task<bool> AddNewAsync(string repositoryId, string timestamp, CancellationToken cancellationToken)
    {
        var listed = await store.ListPrefixesAsync("", cancellationToken).Select(prefix => prefix.TrimEnd('/'))
            .Where(BackupTimestamp.IsValid).ToHashSetAsync(cancellationToken: cancellationToken);
        if (known.Backups.Any(backup => backup != timestamp && !listed.Contains(backup)))
        {
            return false;
        }

        var complete = true;
        await Parallel.ForEachAsync(
            listed.Where(name => !known.Knows(name)).ToList(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (name, token) =>
            {
                if (await store.HeadAsync(ObjectKeys.Manifest(name), token) is { } manifest
                    && !await DocumentReads.AddBackupAsync(store, known, repositoryId, manifest, token))
                {
                    complete = false;
                }
            });
        return complete && request.KnownBackups.All(backup => backup == timestamp || known.Backups.Contains(backup));
    }

    /// <summary>Whether the backup's manifest and snapshots are those that were read, or there is none.</summary>
    private async Task<bool> IsAsKnownAsync(List<ObjectInfo> own, string timestamp, CancellationToken cancellationToken)
    {
        var key = ObjectKeys.Manifest(timestamp);
        return known.Manifest(key) is { } manifest
            ? known.Item(key) is { } item && own.Contains(item)
                && manifest.Components.All(component => known.Item(component.Snapshot) is { } snapshot && own.Contains(snapshot))
            : !own.Exists(item => item.Key == key) && await store.HeadAsync(key, cancellationToken) is null;
    }

    private async Task<GarbageInput?> InputAsync(List<ObjectInfo> own, string timestamp, CancellationToken cancellationToken)
    {
        var live = new HashSet<string>(request.Active.SelectMany(operation => operation.Packs));
        foreach (var snapshot in request.Active.SelectMany(operation => operation.Snapshots))
        {
            if (known.Packs(snapshot, named: null) is not { } packs || snapshot.StartsWith(timestamp, StringComparison.Ordinal))
            {
                return null;
            }

            live.UnionWith(packs.Select(pack => pack.Key));
        }

        var manifest = known.Manifest(ObjectKeys.Manifest(timestamp));
        var snapshots = (manifest?.Components ?? []).ToDictionary(component => component.Snapshot, component => known.Packs(component.Snapshot, component)!);
        var candidates = own.Select(item => item.Key).Concat(snapshots.Values.SelectMany(packs => packs).Select(pack => pack.Key)).ToHashSet();
        live.UnionWith(known.NeededByOthers(timestamp, candidates));
        var (elsewhere, marks) = await ElsewhereAsync(candidates.Except(own.Select(item => item.Key)).Except(live), candidates, cancellationToken);
        return new GarbageInput
        {
            Listing = [new ObjectInfo(ObjectKeys.Repository, 1, DateTimeOffset.MinValue), .. own, .. elsewhere, .. marks],
            Manifests = manifest is null ? new Dictionary<string, Manifest>() : new Dictionary<string, Manifest> { [manifest.ObjectKey] = manifest },
            Snapshots = snapshots,
            Expire = [timestamp],
            MayRemoveLast = request.MayRemoveLast || known.Backups.Any(backup => backup != timestamp),
            Pinned = request.Pinned,
            Active = [.. request.Active.Select(operation => operation with { Snapshots = [] }), new ActiveOperation { Packs = live }],
            Before = request.Before,
            MinimumAge = request.MinimumAge,
            Now = time.GetUtcNow(),
        };
    }

    /// <summary>The packs under other timestamps that only this backup needed, and the marks of what goes.</summary>
    private async Task<(IEnumerable<ObjectInfo> Packs, IEnumerable<ObjectInfo> Marks)> ElsewhereAsync(
        IEnumerable<string> packs, IEnumerable<string> candidates, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<ObjectInfo>();
        await Parallel.ForEachAsync(
            packs,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (pack, token) =>
            {
                if (await store.HeadAsync(pack, token) is { } item)
                {
                    found.Add(item);
                }
            });
        var possible = candidates.Select(ObjectKeys.QuarantineMark).ToHashSet();
        var marks = await store.ListAsync(ObjectKeys.QuarantinePrefix, cancellationToken).Where(mark => possible.Contains(mark.Key)).ToListAsync(cancellationToken);
        return (found, marks);
    }
}
