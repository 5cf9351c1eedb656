using Holdfast.Contracts.Storage;
using Holdfast.Settings.Stored;
using Holdfast.State.Backups;
using Holdfast.State.Database;
using Holdfast.State.Operations;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Adoption;

/// <summary>Writes backups that were found in the store into the list.</summary>
internal static class AdoptedBackups
{
    /// <summary>Adds those that are not there yet. Timestamps given out later are newer than all of them, whatever the clock says.</summary>
    /// <returns>How many were added.</returns>
    /// <exception cref="InvalidOperationException">Backups go to another store by now than the one they were found in.</exception>
    public static async Task<int> AddAsync(
        IDbContextFactory<HoldfastDb> dbs, string @namespace, IReadOnlyList<BackupFound> found, int storeVersion, CancellationToken cancellationToken)
    {
        if (found.Count == 0)
        {
            return 0;
        }

        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await SettingsReader.StoreVersionAsync(db, cancellationToken) != storeVersion)
        {
            throw new InvalidOperationException("the store was changed meanwhile");
        }

        var timestamps = found.Select(backup => backup.Timestamp).ToList();
        var known = await db.BackupEntries.Where(entry => entry.Namespace == @namespace && timestamps.Contains(entry.Timestamp))
            .Select(entry => entry.Timestamp).ToHashSetAsync(cancellationToken);
        var missing = found.Where(backup => !known.Contains(backup.Timestamp)).ToList();
        var row = await db.Locks.SingleOrDefaultAsync(row => row.Namespace == @namespace, cancellationToken);
        if (row is null)
        {
            row = new NamespaceLock { Namespace = @namespace };
            db.Add(row);
        }

        row.GivenOut(timestamps.Max(StringComparer.Ordinal)!);
        foreach (var backup in missing)
        {
            db.Add(new BackupEntry
            {
                Namespace = @namespace,
                Timestamp = backup.Timestamp,
                Status = BackupStatus.Success,
                Label = backup.Label,
                RequestedBy = "found in the store",
                StoreVersion = storeVersion,
                StartedAt = (backup.StartedAt ?? default).UtcDateTime,
                EndedAt = backup.FinishedAt?.UtcDateTime,
            });
            db.AddRange(backup.Components.Select(component => new BackupEntryComponent
            {
                Namespace = @namespace,
                Timestamp = backup.Timestamp,
                Component = component.Component,
                Snapshot = SnapshotRow.From(component),
            }));
        }

        await db.SaveChangesAsync(cancellationToken);
        return missing.Count;
    }
}
