using Holdfast.Contracts.Retention;
using Holdfast.Contracts.Storage;
using Holdfast.State.Backups;
using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Deletion;

/// <summary>Makes the command for a sweep, in the caller's transaction.</summary>
/// <param name="Decisions">What happens to each backup, oldest first.</param>
/// <param name="Command">For the uploader.</param>
internal sealed record RetentionRun(IReadOnlyList<PlannedBackup> Decisions, SweepRetention Command)
{
    /// <summary>Decides; marks nothing.</summary>
    /// <param name="db">The caller touches the namespace's lock row in the same transaction, if it goes on to mark.</param>
    /// <param name="operationId">For whoever follows the sweep.</param>
    /// <param name="namespace">The namespace.</param>
    /// <param name="rule">What to keep.</param>
    /// <param name="before">Objects under this timestamp or a later one are not looked at.</param>
    /// <param name="sameStore">Versions of the store's document that lead to the store to sweep.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<RetentionRun> PlanAsync(
        HoldfastDb db, Guid operationId, string @namespace, RetentionRule rule, string before, IReadOnlyList<int> sameStore, CancellationToken cancellationToken)
    {
        var used = await BackupsInUse.ReadAsync(db, @namespace, cancellationToken);
        var parents = await db.BackupEntryComponents.Where(row => row.Namespace == @namespace && used.ParentKeys.Contains(row.Snapshot.SnapshotKey))
            .Select(row => row.Timestamp).ToListAsync(cancellationToken);
        var entries = await db.BackupEntries.Where(entry => entry.Namespace == @namespace)
            .Select(entry => new RetentionCandidate(entry.Timestamp, entry.Status, entry.Pinned, !sameStore.Contains(entry.StoreVersion))).ToListAsync(cancellationToken);
        var decisions = Retention.Decide(entries, rule, used.Timestamps.Concat(parents).ToHashSet());
        var successes = entries.Where(entry => entry.Status == BackupStatus.Success).Select(entry => entry.Timestamp).ToHashSet();
        return new RetentionRun(decisions, new SweepRetention
        {
            OperationId = operationId,
            Namespace = @namespace,
            Expired = [.. decisions.Where(decision => decision.Expires && successes.Contains(decision.Timestamp)).Select(decision => decision.Timestamp)],
            Before = before,
            ActiveTimestamps = used.Timestamps,
            LiveSnapshotKeys = used.ParentKeys,
        });
    }

    /// <summary>Marks what expires.</summary>
    public async Task MarkAsync(HoldfastDb db, CancellationToken cancellationToken)
    {
        if (Command.Expired.Count == 0)
        {
            return;
        }

        var (expired, newest) = (Command.Expired.ToHashSet(), Command.Expired.Max(StringComparer.Ordinal));
        var entries = await db.BackupEntries
            .Where(entry => entry.Namespace == Command.Namespace && entry.Status == BackupStatus.Success && string.Compare(entry.Timestamp, newest) <= 0)
            .ToListAsync(cancellationToken);
        foreach (var entry in entries.Where(entry => expired.Contains(entry.Timestamp)))
        {
            entry.Status = BackupStatus.Deleting;
        }
    }
}
