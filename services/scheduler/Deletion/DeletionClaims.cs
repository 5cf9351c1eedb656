using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Operations;
using Holdfast.Contracts.Storage;
using Holdfast.State.Backups;
using Holdfast.State.Database;
using Holdfast.State.Operations;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Deletion;

/// <summary>Marks a backup as being deleted, so that nothing begins to use it, and takes the mark back.</summary>
internal sealed class DeletionClaims(IDbContextFactory<HoldfastDb> dbs)
{
    /// <summary>Marks the backup, if it may go.</summary>
    /// <returns>The command for the uploader, or why the backup stays.</returns>
    public async Task<(DeleteBackup? Command, BackupDeletionRejected? Rejection)> MarkAsync(
        BackupDeletionRequested request, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var entry = await db.BackupEntries.FindAsync([request.Namespace, request.Timestamp], cancellationToken);
        var components = await db.BackupEntryComponents.AsNoTracking()
            .Where(row => row.Namespace == request.Namespace && row.Timestamp == request.Timestamp).ToListAsync(cancellationToken);
        await TouchLockAsync(db, request.Namespace, cancellationToken);
        var used = await BackupsInUse.ReadAsync(db, request.Namespace, cancellationToken);
        if (used.Uses(request.Timestamp, components))
        {
            return (null, Rejection(request, RejectionCode.Ongoing, await OngoingTextAsync(db, request, cancellationToken)));
        }

        if (entry is { Pinned: true })
        {
            return (null, Rejection(request, RejectionCode.NotAllowed, $"the backup {request.Timestamp} is pinned"));
        }

        entry?.Status = BackupStatus.Deleting;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (Command(request, used), null);
    }

    /// <summary>The backup stays after all.</summary>
    public async Task UnmarkAsync(BackupDeletionRequested request, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.BackupEntries.FindAsync([request.Namespace, request.Timestamp], cancellationToken) is { Status: BackupStatus.Deleting } entry)
        {
            entry.Status = entry.Error is null ? BackupStatus.Success : BackupStatus.Failed;
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>Takes the backup out of the list.</summary>
    public static async Task RemoveAsync(HoldfastDb db, string @namespace, string timestamp, CancellationToken cancellationToken) =>
        await db.BackupEntries.Where(entry => entry.Namespace == @namespace && entry.Timestamp == timestamp).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Makes an operation that starts at this moment and this transaction exclude each other: one of them sees the other.</summary>
    internal static async Task TouchLockAsync(HoldfastDb db, string @namespace, CancellationToken cancellationToken)
    {
        var row = await db.Locks.SingleOrDefaultAsync(row => row.Namespace == @namespace, cancellationToken);
        if (row is null)
        {
            db.Add(new NamespaceLock { Namespace = @namespace });
        }
        else
        {
            row.Version++;
        }
    }

    internal static BackupDeletionRejected Rejection(BackupDeletionRequested request, RejectionCode code, string reason) => new()
    {
        OperationId = request.OperationId,
        Namespace = request.Namespace,
        Timestamp = request.Timestamp,
        Code = code,
        Reason = reason,
    };

    private static async Task<string> OngoingTextAsync(HoldfastDb db, BackupDeletionRequested request, CancellationToken cancellationToken) =>
        await Operations.Locking.OngoingTextAsync(db, request.Namespace, cancellationToken);

    private static DeleteBackup Command(BackupDeletionRequested request, BackupsInUse used) => new()
    {
        OperationId = request.OperationId,
        Namespace = request.Namespace,
        Timestamp = request.Timestamp,
        ActiveTimestamps = used.Timestamps,
        LiveSnapshotKeys = used.ParentKeys,
    };
}
