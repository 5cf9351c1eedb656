using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.State.Settings;

/// <summary>Which version of the object store's document an operation began with, and a backup was made with.</summary>
public static class StoreVersions
{
    /// <summary>Of a backup or restore; null for any other operation.</summary>
    public static async Task<int?> OfOperationAsync(HoldfastDb db, Guid operationId, CancellationToken cancellationToken) =>
        await db.Backups.Where(saga => saga.CorrelationId == operationId).Select(saga => (int?)saga.StoreVersion).SingleOrDefaultAsync(cancellationToken)
        ?? await db.Restores.Where(saga => saga.CorrelationId == operationId).Select(saga => (int?)saga.StoreVersion).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Of a backup; null when the list has no such backup.</summary>
    public static Task<int?> OfBackupAsync(HoldfastDb db, string @namespace, string timestamp, CancellationToken cancellationToken) =>
        db.BackupEntries.Where(entry => entry.Namespace == @namespace && entry.Timestamp == timestamp)
            .Select(entry => (int?)entry.StoreVersion).SingleOrDefaultAsync(cancellationToken);
}
