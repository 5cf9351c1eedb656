using System.Security.Cryptography;
using Holdfast.Contracts.Components;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Snapshots;
using Holdfast.ObjectStores.Namespaces;

namespace Holdfast.Uploader.Backups;

/// <summary>Checks that everything a backup needs is in the store, before it is committed. No key is needed for that.</summary>
internal static class CommitCheck
{
    /// <summary>Longest snapshot that is read, in bytes.</summary>
    private const int MaxLength = 1 << 30;

    /// <summary>Small requests at a time: enough to hide a store's delay.</summary>
    private const int AtOnce = 8;

    /// <summary>Objects that one request for a listing gives in an object store.</summary>
    private const int ListingPage = 1000;

    /// <summary>Reads every snapshot, and looks for every pack.</summary>
    /// <returns>The manifest's components.</returns>
    /// <exception cref="CommitRefusedException">Something is missing, or not what it should be.</exception>
    public static async Task<IReadOnlyList<ManifestComponent>> RunAsync(
        NamespaceStore store, string repositoryId, string timestamp, IReadOnlyList<ComponentSnapshot> components, CancellationToken cancellationToken)
    {
        var limits = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        var found = new (ManifestComponent Component, Snapshot Snapshot)[components.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, found.Length),
            limits,
            async (index, token) => found[index] = await ReadAsync(store, repositoryId, timestamp, components[index], token));
        var runs = found.SelectMany(item => item.Snapshot.Packs.Select(pack => new NeededPack(item.Component.Component, pack)))
            .GroupBy(needed => needed.Folder, StringComparer.Ordinal);
        await Parallel.ForEachAsync(runs, limits, async (run, token) => await FindAsync(store, run.Key, [.. run], token));
        return [.. found.Select(item => item.Component)];
    }

    private static async Task<(ManifestComponent Component, Snapshot Snapshot)> ReadAsync(
        NamespaceStore store, string repositoryId, string timestamp, ComponentSnapshot component, CancellationToken cancellationToken)
    {
        var key = component.SnapshotKey;
        if (!ObjectKeys.TryParse(key, out var parsed) || parsed.Kind != ObjectKind.Snapshot || parsed.Timestamp != timestamp
            || parsed.Component != ManifestContracts.NameOf(component.Component))
        {
            throw new CommitRefusedException($"'{key}' is not a snapshot of {component.Component} in the backup {timestamp}");
        }

        byte[] json;
        try
        {
            json = await store.GetAsync(key, MaxLength, cancellationToken);
        }
        catch (ObjectNotFoundException)
        {
            throw new CommitRefusedException($"the snapshot '{key}' of {component.Component} is not in the store");
        }

        if (Convert.ToHexStringLower(SHA256.HashData(json)) != component.SnapshotSha256)
        {
            throw new CommitRefusedException($"the snapshot '{key}' of {component.Component} is not the one that was written: its hash differs");
        }

        var snapshot = Snapshot.Parse(json, key);
        return snapshot.Key == key && snapshot.RepositoryId == repositoryId
            ? (ManifestContracts.ToManifest(component, parsed.Run!, json.Length), snapshot)
            : throw new CommitRefusedException(
                $"'{key}' is the snapshot '{snapshot.Key}' of repository {snapshot.RepositoryId}, but lies in repository {repositoryId}");
    }

    /// <summary>Looks for packs of one run: by name where they are few, else by listing the run.</summary>
    private static async Task FindAsync(NamespaceStore store, string folder, IReadOnlyList<NeededPack> needed, CancellationToken cancellationToken)
    {
        var pages = 1 + (needed.Max(pack => pack.Number) / ListingPage);
        var lengths = needed.Count > pages
            ? await store.ListAsync(folder, cancellationToken).ToDictionaryAsync(item => item.Key, item => (long?)item.Length, cancellationToken: cancellationToken)
            : [];
        foreach (var (component, pack) in needed)
        {
            var length = needed.Count > pages
                ? lengths.GetValueOrDefault(pack.Key)
                : (await store.HeadAsync(pack.Key, cancellationToken))?.Length;
            if (length != pack.Size)
            {
                throw new CommitRefusedException(
                    $"the pack '{pack.Key}', which {component} needs with {pack.Size} bytes, is "
                    + (length is null ? "not in the store" : $"in the store with {length} bytes"));
            }
        }
    }

    private sealed record NeededPack(ComponentName Component, PackReference Pack)
    {
        /// <summary>What the keys of its run start with.</summary>
        public string Folder => Pack.Key[..(Pack.Key.LastIndexOf('/') + 1)];

        /// <summary>A run has about as many packs as the highest number says.</summary>
        public int Number => ObjectKeys.TryParse(Pack.Key, out var key) ? key.Number ?? 0 : 0;
    }
}
