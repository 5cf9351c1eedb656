using System.Collections.Concurrent;
using Holdfast.Contracts.Storage;
using Holdfast.Engine.Repositories;
using Holdfast.ObjectStores.Namespaces;
using Holdfast.Uploader.Stores;
using Microsoft.Extensions.Logging;

namespace Holdfast.Uploader.Backups;

/// <summary>Tells which backups the store has, in any namespace.</summary>
internal sealed partial class StoredBackups(NamedStores stores, ILogger<StoredBackups> logger)
{
    /// <summary>Small requests at a time: enough to hide a store's delay.</summary>
    private const int AtOnce = 8;

    /// <returns>What the manifest lists; or why that is not known. One of the two.</returns>
    public async Task<(BackupFound? Found, BackupNotFound? Missing)> FindAsync(FindBackup request, CancellationToken cancellationToken)
    {
        var (name, timestamp) = (request.Namespace, request.Timestamp);
        try
        {
            var store = stores.Of(name);
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
            return (null, NotFound(request, failure.Message, missing: false));
        }
    }

    /// <summary>Every backup with a readable manifest, oldest first.</summary>
    public async Task<BackupListing> ListAsync(string name, CancellationToken cancellationToken)
    {
        var store = stores.Of(name);
        var timestamps = await store.ListPrefixesAsync("", cancellationToken).Select(prefix => prefix.TrimEnd('/'))
            .Where(BackupTimestamp.IsValid).ToListAsync(cancellationToken);
        var found = new ConcurrentBag<BackupFound>();
        if (timestamps.Count > 0)
        {
            var repositoryId = (await StoredManifests.DescribeAsync(store, cancellationToken)).Id;
            await Parallel.ForEachAsync(
                timestamps,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
                async (timestamp, token) =>
                {
                    if (await ReadAsync(store, repositoryId, name, timestamp, token) is { } backup)
                    {
                        found.Add(backup);
                    }
                });
        }

        return new BackupListing { Namespace = name, Backups = [.. found.OrderBy(backup => backup.Timestamp, StringComparer.Ordinal)] };
    }

    private static BackupNotFound NotFound(FindBackup request, string reason, bool missing) => new()
    {
        OperationId = request.OperationId,
        Namespace = request.Namespace,
        Timestamp = request.Timestamp,
        Reason = reason,
        Missing = missing,
    };

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
