using Holdfast.State.Backups;
using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Deletion;

/// <summary>What running operations need, so that no deletion takes it from them.</summary>
/// <param name="Timestamps">Backups that are being written or restored.</param>
/// <param name="ParentKeys">Snapshots that running backups deduplicate against.</param>
internal sealed record BackupsInUse(IReadOnlyList<string> Timestamps, IReadOnlyList<string> ParentKeys)
{
    /// <summary>
    /// Reads it in the caller's transaction. The caller also touches the namespace's lock row, so that no operation starts in between unseen.
    /// </summary>
    public static async Task<BackupsInUse> ReadAsync(HoldfastDb db, string @namespace, CancellationToken cancellationToken)
    {
        var backups = await db.Backups.Where(saga => saga.Namespace == @namespace && saga.EndedAt == null)
            .Select(saga => new { saga.CorrelationId, saga.Timestamp }).ToListAsync(cancellationToken);
        var restores = await db.Restores.Where(saga => saga.SourceNamespace == @namespace && saga.EndedAt == null)
            .Select(saga => saga.Timestamp).ToListAsync(cancellationToken);
        var running = backups.Select(saga => saga.CorrelationId).ToList();
        var parents = await db.Components.Where(row => running.Contains(row.OperationId) && row.ParentSnapshotKey != null)
            .Select(row => row.ParentSnapshotKey!).ToListAsync(cancellationToken);
        return new BackupsInUse([.. backups.Select(saga => saga.Timestamp), .. restores], parents);
    }

    /// <summary>Whether an operation reads or writes this backup.</summary>
    public bool Uses(string timestamp, IEnumerable<BackupEntryComponent> components) =>
        Timestamps.Contains(timestamp) || components.Any(row => ParentKeys.Contains(row.Snapshot.SnapshotKey));
}
