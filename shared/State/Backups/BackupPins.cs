using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.State.Backups;

/// <summary>Pins backups, so that neither retention nor a request deletes them.</summary>
/// <remarks>A pin is known to the state database only.</remarks>
public sealed class BackupPins(IDbContextFactory<HoldfastDb> dbs)
{
    /// <summary>So often a deletion or an operation of the namespace may be quicker at the same moment.</summary>
    private const int Attempts = 10;

    /// <summary>Pins a complete backup, or unpins it.</summary>
    /// <returns>How it stands: only <see cref="BackupStatus.Success"/> means that it was done; null when this database does not know it.</returns>
    public async Task<BackupStatus?> SetAsync(string @namespace, string timestamp, bool pinned, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TrySetAsync(@namespace, timestamp, pinned, cancellationToken);
            }
            catch (Exception exception) when (attempt < Attempts && TransientErrors.IsTransient(exception))
            {
                // Who was quicker is seen at the next look.
            }
        }
    }

    private async Task<BackupStatus?> TrySetAsync(string @namespace, string timestamp, bool pinned, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);

        // Whoever marks a backup for deletion changes this row, too: one of the two does not commit.
        var row = await db.Locks.SingleOrDefaultAsync(row => row.Namespace == @namespace, cancellationToken);
        var entry = await db.BackupEntries.FindAsync([@namespace, timestamp], cancellationToken);
        if (entry is not { Status: BackupStatus.Success } || entry.Pinned == pinned)
        {
            return entry?.Status;
        }

        if (row is not null)
        {
            row.Version++;
        }

        entry.Pinned = pinned;
        await db.SaveChangesAsync(cancellationToken);
        return entry.Status;
    }
}
