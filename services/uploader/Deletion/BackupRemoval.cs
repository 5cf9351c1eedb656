using System.Collections.Concurrent;
using Holdfast.Contracts.Storage;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Retention;
using Holdfast.ObjectStores;
using Holdfast.ObjectStores.Namespaces;
using Holdfast.ObjectStores.Sweeps;
using Holdfast.StoreOpening;
using Holdfast.Uploader.Stores;
using Microsoft.Extensions.Logging;

namespace Holdfast.Uploader.Deletion;

/// <summary>Removes backups, with everything that no other backup and no running operation needs.</summary>
/// <remarks>One call at a time in a process: its queue sees to that; and one that deletes among all processes: they take turns.</remarks>
internal sealed partial class BackupRemoval(
    OpenStores stores, SweepMemory memory, DeletionTurn turns, TimeProvider clock, ILogger<BackupRemoval> logger)
{
    private readonly ConcurrentDictionary<(string Location, string Name), ReadDocuments> _read = [];

    /// <summary>Removes one backup, be it the last, or what a failed one left; one that is not there counts as removed.</summary>
    /// <exception cref="DeletionRefusedException">Something is in doubt; nothing was deleted.</exception>
    /// <exception cref="ObjectStoreException">The store failed before the backup was gone.</exception>
    public async Task DeleteAsync(DeleteBackup command, CancellationToken cancellationToken)
    {
        var (name, timestamp) = (command.Namespace, command.Timestamp);
        if (!BackupTimestamp.IsValid(timestamp))
        {
            throw new ArgumentException($"'{timestamp}' is not the timestamp of a backup.");
        }

        var store = await stores.OfBackupAsync(command.OperationId, name, timestamp, cancellationToken);
        using var turn = await turns.TakeAsync(cancellationToken);
        try
        {
            var request = await RequestAsync(store, name, [timestamp], command.ActiveTimestamps, command.LiveSnapshotKeys, before: null, cancellationToken);
            request = request with { MayRemoveLast = true };
            var plan = await RemoveOneAsync(store, name, timestamp, request, cancellationToken) ?? await RemoveAsync(store, name, request, cancellationToken);
            LogDeleted(name, timestamp, plan.FreedBytes, plan.Deletions.Count);
        }
        catch (Exception failure) when (failure is IOException or RepositoryRefusedException)
        {
            // Once the manifest is gone there is no such backup; and where there never was one, nothing else is to be done.
            if (await new NamespaceStore(store.Objects, name).HeadAsync(ObjectKeys.Manifest(timestamp), cancellationToken) is not null)
            {
                throw;
            }

            LogLeftovers(name, timestamp, failure.Message);
        }
    }

    /// <summary>Removes expired backups and leftovers.</summary>
    /// <returns>What was done, and why not everything where something failed.</returns>
    public async Task<RetentionSwept> SweepAsync(SweepRetention command, CancellationToken cancellationToken)
    {
        var name = command.Namespace;
        ConfiguredStore? store = null;
        try
        {
            store = await stores.OfOperationAsync(command.OperationId, cancellationToken);
            using var turn = await turns.TakeAsync(cancellationToken);
            var request = await RequestAsync(
                store, name, command.Expired, command.ActiveTimestamps, command.LiveSnapshotKeys, command.Before, cancellationToken);
            var plan = await RemoveAsync(store, name, request, cancellationToken);
            LogSwept(name, command.Expired.Count, plan.FreedBytes, plan.Deletions.Count);
            return Swept(command, command.Expired, plan.FreedBytes, problem: null);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // while shutting down: deliver it again
        {
            LogSweepFailed(failure, name, failure.Message);
            return Swept(command, await GoneAsync(store, command, failure, cancellationToken), freedBytes: 0, failure.Message);
        }
    }

    /// <summary>Finds out what <see cref="SweepAsync"/> would do, and does nothing.</summary>
    /// <returns>The backups and bytes that would go, or why none would.</returns>
    public async Task<RetentionSwept> PlanAsync(SweepRetention command, CancellationToken cancellationToken)
    {
        try
        {
            var store = await stores.OfOperationAsync(command.OperationId, cancellationToken);
            var request = await RequestAsync(
                store, command.Namespace, command.Expired, command.ActiveTimestamps, command.LiveSnapshotKeys, command.Before, cancellationToken);
            var plan = await PlanAsync(store, command.Namespace, request, cancellationToken);
            return Swept(command, command.Expired, plan.FreedBytes, problem: null);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            LogSweepFailed(failure, command.Namespace, failure.Message);
            return Swept(command, [], freedBytes: 0, failure.Message);
        }
    }

    private static RetentionSwept Swept(SweepRetention command, IReadOnlyList<string> deleted, long freedBytes, string? problem) => new()
    {
        OperationId = command.OperationId,
        Namespace = command.Namespace,
        Deleted = deleted,
        FreedBytes = freedBytes,
        Problem = problem,
    };

    private async Task<SweepRequest> RequestAsync(
        ConfiguredStore store,
        string name,
        IReadOnlyList<string> expire,
        IReadOnlyList<string> active,
        IReadOnlyList<string> liveSnapshots,
        string? before,
        CancellationToken cancellationToken)
    {
        var remembered = await memory.ReadAsync(store.Location, name, cancellationToken);
        var known = liveSnapshots.Select(key => ObjectKeys.TryParse(key, out var parsed) ? parsed.Timestamp : null).OfType<string>().ToHashSet();
        known.UnionWith(remembered?.Backups ?? []);
        if (BackupTimestamp.IsValid(before) && await new NamespaceStore(store.Objects, name).HeadAsync(ObjectKeys.Manifest(before), cancellationToken) is not null)
        {
            known.Add(before); // the backup that has just been made: a listing that does not show it yet is stale
        }

        return new SweepRequest
        {
            Expire = expire,
            Active = [.. active.Select(timestamp => new ActiveOperation { Timestamp = timestamp }), new ActiveOperation { Snapshots = liveSnapshots }],
            Before = before,
            KnownBackups = known,
            LastCount = remembered?.Objects,
        };
    }

    private async Task<GarbagePlan> RemoveAsync(ConfiguredStore store, string name, SweepRequest request, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(store, name, request, cancellationToken);
        await memory.WriteAsync(store.Location, name, new Remembered(plan.RemainingCount, plan.RemainingBackups), cancellationToken);
        await Sweep(store, name).DeleteAsync(plan, cancellationToken);
        return plan;
    }

    /// <summary>Removes a backup at a cost in proportion to it alone.</summary>
    /// <returns>What was done; null when nothing was, and the whole repository has to be looked through.</returns>
    private async Task<GarbagePlan?> RemoveOneAsync(
        ConfiguredStore store, string name, string timestamp, SweepRequest request, CancellationToken cancellationToken)
    {
        var sweep = Sweep(store, name);
        if (await sweep.PlanOneAsync(timestamp, request, cancellationToken) is not { } plan)
        {
            return null;
        }

        if (await memory.ReadAsync(store.Location, name, cancellationToken) is { } left)
        {
            var remaining = new Remembered(left.Objects - plan.Deletions.Count, [.. left.Backups.Where(backup => backup != timestamp)]);
            await memory.WriteAsync(store.Location, name, remaining, cancellationToken);
        }

        await sweep.DeleteAsync(plan, cancellationToken);
        return plan;
    }

    private RepositorySweep Sweep(ConfiguredStore store, string name) =>
        new(store.Objects, name, clock, _read.GetOrAdd((store.Location, name), _ => new ReadDocuments()));

    /// <exception cref="DeletionRefusedException">Something is in doubt.</exception>
    private async Task<GarbagePlan> PlanAsync(ConfiguredStore store, string name, SweepRequest request, CancellationToken cancellationToken)
    {
        var plan = await Sweep(store, name).PlanAsync(request, cancellationToken);
        if (plan.Refusal is { } refusal)
        {
            throw new DeletionRefusedException(refusal.Doubt is GarbageDoubt.ListingIncomplete or GarbageDoubt.ListingShrunk && File.Exists(memory.PathOf(store.Location, name))
                ? $"{refusal.Message} If what is there now is all there should be, delete '{memory.PathOf(store.Location, name)}' and try again."
                : refusal.Message);
        }

        return plan;
    }

    /// <summary>Those of the expired backups that are gone although the sweep failed: manifests go first.</summary>
    private async Task<IReadOnlyList<string>> GoneAsync(
        ConfiguredStore? store, SweepRetention command, Exception failure, CancellationToken cancellationToken)
    {
        var gone = new List<string>();
        if (store is null || failure is not ObjectStoreException)
        {
            return gone; // it ended before it began to delete
        }

        try
        {
            foreach (var timestamp in command.Expired.Where(BackupTimestamp.IsValid))
            {
                if (await new NamespaceStore(store.Objects, command.Namespace).HeadAsync(ObjectKeys.Manifest(timestamp), cancellationToken) is null)
                {
                    gone.Add(timestamp);
                }
            }
        }
        catch (ObjectStoreException again)
        {
            LogSweepFailed(again, command.Namespace, again.Message); // those stay in the list until the next sweep
        }

        return gone;
    }
}
