using Holdfast.Contracts.Storage;
using Holdfast.Engine.Repositories;
using Holdfast.ObjectStores.Namespaces;
using Holdfast.State.Database;
using Holdfast.Uploader.Stores;
using Microsoft.Extensions.Logging;

namespace Holdfast.Uploader.Backups;

/// <summary>Tells which backups the store has, in any namespace.</summary>
internal sealed partial class StoredBackups(NamedStores stores, ILogger<StoredBackups> logger)
{
    /// <summary>Small requests at a time: enough to hide a store's delay.</summary>
    private const int AtOnce = 8;

    /// <summary>Manifests to a page: even a slow store gives so many within the half minute that a page may take.</summary>
    private const int MostOnPage = 512;

    /// <summary>About 4 MB; brokers refuse messages of more than 16 MiB.</summary>
    private const int MostComponentsOnPage = 10_000;

    /// <summary>Manifests read before it is looked whether the page is full.</summary>
    private const int BetweenLooks = 64;

    /// <returns>What the manifest lists; or why that is not known. One of the two.</returns>
    public async Task<(BackupFound? Found, BackupNotFound? Missing)> FindAsync(FindBackup request, CancellationToken cancellationToken)
    {
        var (name, timestamp) = (request.Namespace, request.Timestamp);
        try
        {
            var store = await stores.OfBackupAsync(request.OperationId, name, timestamp, cancellationToken);
            if (!BackupTimestamp.IsValid(timestamp))
            {
                return (null, NotFound(request, $"'{timestamp}' is not the timestamp of a backup", missing: true));
            }

            var description = await StoredManifests.DescribeAsync(store, cancellationToken);
            return await StoredManifests.FindAsync(store, description.Id, timestamp, cancellationToken) is { } manifest
                ? (ManifestContracts.ToFound(manifest, request.OperationId, name), null)
                : (null, NotFound(request, $"there is no backup {timestamp} of namespace {name} in {store.Location}", missing: true));
        }
        catch (RepositoryRefusedException none) when (none.Reason == RefusalReason.Missing)
        {
            return (null, NotFound(request, $"there is no backup of namespace {name}: {none.Message}", missing: true));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // while shutting down: deliver it again
        {
            LogUnreadable(name, timestamp, failure.Message);
            var reason = TransientErrors.IsTransient(failure) ? "the state database does not answer" : failure.Message;
            return (null, NotFound(request, reason, missing: false));
        }
    }

    /// <summary>
    /// A page of the backups with a readable manifest in the store where backups go now, oldest first. Manifests of those that are known already are not
    /// read.
    /// </summary>
    public async Task<BackupListing> ListAsync(ListBackups request, CancellationToken cancellationToken)
    {
        var store = await stores.NowAsync(request.Namespace, cancellationToken);
        var known = request.Known.ToHashSet();
        var timestamps = await store.ListPrefixesAsync("", cancellationToken).Select(prefix => prefix.TrimEnd('/'))
            .Where(timestamp => BackupTimestamp.IsValid(timestamp) && !known.Contains(timestamp) && string.CompareOrdinal(timestamp, request.After) > 0)
            .Order(StringComparer.Ordinal).ToListAsync(cancellationToken);
        var (found, read) = (new List<BackupFound>(), 0);
        if (timestamps.Count > 0)
        {
            var repositoryId = (await StoredManifests.DescribeAsync(store, cancellationToken)).Id;
            foreach (var some in timestamps.Chunk(BetweenLooks))
            {
                found.AddRange(await ReadAsync(store, repositoryId, request.Namespace, some, cancellationToken));
                read += some.Length;
                if (read >= MostOnPage || found.Sum(backup => backup.Components.Count) >= MostComponentsOnPage)
                {
                    break;
                }
            }
        }

        return new BackupListing { Namespace = request.Namespace, Backups = found, Next = read < timestamps.Count ? timestamps[read - 1] : null };
    }

    private static BackupNotFound NotFound(FindBackup request, string reason, bool missing) => new()
    {
        OperationId = request.OperationId,
        Namespace = request.Namespace,
        Timestamp = request.Timestamp,
        Reason = reason,
        Missing = missing,
    };

    private async Task<IEnumerable<BackupFound>> ReadAsync(
        NamespaceStore store, string repositoryId, string name, string[] timestamps, CancellationToken cancellationToken)
    {
        var found = new BackupFound?[timestamps.Length];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, timestamps.Length),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (index, token) => found[index] = await ReadAsync(store, repositoryId, name, timestamps[index], token));
        return found.OfType<BackupFound>();
    }

    private async Task<BackupFound?> ReadAsync(
        NamespaceStore store, string repositoryId, string name, string timestamp, CancellationToken cancellationToken)
    {
        try
        {
            return await StoredManifests.FindAsync(store, repositoryId, timestamp, cancellationToken) is { } manifest
                ? ManifestContracts.ToFound(manifest, Guid.Empty, name)
                : null;
        }
        catch (Exception damage) when (damage is RepositoryRefusedException or FormatException)
        {
            LogUnreadable(name, timestamp, damage.Message);
            return null;
        }
    }
}
