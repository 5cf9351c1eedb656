using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.State.Backups;

/// <summary>Accepts that a backup is as small as it is.</summary>
public sealed class BackupSuspicions(IDbContextFactory<HoldfastDb> dbs)
{
    /// <summary>From now on the backup counts as a normal one: later ones are compared with it, and retention runs again.</summary>
    /// <returns>Whether there is such a complete backup, and whether it was suspicious; null when this database does not know it.</returns>
    public async Task<(BackupStatus Status, bool Suspicious)?> AcceptAsync(string @namespace, string timestamp, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.BackupEntries.FindAsync([@namespace, timestamp], cancellationToken) is not { } entry)
        {
            return null;
        }

        if (entry is { Status: BackupStatus.Success, Suspicion: not null })
        {
            entry.SuspicionAccepted = true;
            await db.SaveChangesAsync(cancellationToken);
        }

        return (entry.Status, entry.Suspicion is not null);
    }

    /// <summary>Whether the newest success is suspicious and nobody has accepted it: nothing is removed by itself meanwhile.</summary>
    public static async Task<bool> PauseRetentionAsync(HoldfastDb db, string @namespace, CancellationToken cancellationToken) =>
        await db.BackupEntries.Where(entry => entry.Namespace == @namespace && entry.Status == BackupStatus.Success)
            .OrderByDescending(entry => entry.Timestamp).Select(entry => entry.Suspicion != null && !entry.SuspicionAccepted)
            .FirstOrDefaultAsync(cancellationToken);
}
