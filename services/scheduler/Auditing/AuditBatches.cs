using Holdfast.Hosting.Backups;
using Holdfast.Hosting.Platform;
using Holdfast.Settings.Stored;
using Holdfast.State.Access;
using Holdfast.State.Auditing;
using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Holdfast.Scheduler.Auditing;

/// <summary>When the time has come, settles which entries of the audit log go to the store together; by one of all schedulers.</summary>
internal sealed class AuditBatches(IDbContextFactory<HoldfastDb> dbs, SettingsReader settings, IOptions<PlatformOptions> platform, TimeProvider clock)
{
    /// <summary>Entries of one object: a few hundred kilobytes at most.</summary>
    internal const int Largest = 500;

    /// <summary>Objects settled in one transaction; the rest follows at once.</summary>
    private const int AtOnce = 20;

    /// <summary>One look, in one transaction.</summary>
    /// <exception cref="DbUpdateException">Another scheduler was quicker: look again.</exception>
    public async Task<AuditTurn> LookAsync(CancellationToken cancellationToken)
    {
        var (now, current) = (clock.GetUtcNow(), await settings.AuditAsync(cancellationToken));
        var zone = BackupOptions.Zone((await settings.BackupAsync(cancellationToken)).TimeZone);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var row = await db.AuditSchedules.FindAsync([platform.Value.Namespace], cancellationToken);
        if (row is null)
        {
            row = new AuditSchedule { Namespace = platform.Value.Namespace };
            db.Add(row);
        }

        AuditPlan.Follow(row, current, zone, now);
        var clear = row.ClearAt <= now.UtcDateTime;
        if (clear)
        {
            AuditPlan.PlanClear(row, current, zone, now);
        }

        if (row.StoreAt <= now.UtcDateTime)
        {
            row.Version++;
            await db.SaveChangesAsync(cancellationToken); // the turn is taken before any entry is
            if (await SettleAsync(db, row.Namespace, cancellationToken))
            {
                AuditPlan.PlanStore(row, current, zone, now);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new AuditTurn(clear, row.StoreAt < row.ClearAt || row.ClearAt is null ? row.StoreAt : row.ClearAt);
    }

    /// <returns>Whether every entry belongs to a batch now.</returns>
    private static async Task<bool> SettleAsync(HoldfastDb db, string name, CancellationToken cancellationToken)
    {
        for (var done = 0; done < AtOnce; done++)
        {
            var entries = await db.Audit.AsNoTracking().Where(entry => entry.BatchId == null)
                .OrderBy(entry => entry.At).ThenBy(entry => entry.Id).Take(Largest).Select(entry => new { entry.Id, entry.At }).ToListAsync(cancellationToken);
            if (entries.Count == 0)
            {
                return true;
            }

            var (batch, ids) = (Guid.NewGuid(), entries.ConvertAll(entry => entry.Id));
            db.Add(new AuditBatchRow { Id = batch, Namespace = name, At = entries[0].At, Until = entries[^1].At });
            await db.Audit.Where(entry => ids.Contains(entry.Id))
                .ExecuteUpdateAsync(entry => entry.SetProperty(row => row.BatchId, batch), cancellationToken);
            if (entries.Count < Largest)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The batches that are not known to be stored, oldest first.</summary>
    public async Task<IReadOnlyList<AuditBatchRow>> WaitingAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.AuditBatches.AsNoTracking().Where(batch => batch.StoredAt == null && batch.Namespace == platform.Value.Namespace)
            .OrderBy(batch => batch.At).ThenBy(batch => batch.Id).ToListAsync(cancellationToken);
    }

    /// <summary>The entries of a batch, always in the same order.</summary>
    public async Task<IReadOnlyList<AuditEntry>> EntriesAsync(AuditBatchRow batch, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Audit.AsNoTracking().Where(entry => entry.BatchId == batch.Id)
            .OrderBy(entry => entry.At).ThenBy(entry => entry.Id).ToListAsync(cancellationToken);
    }

    public async Task MarkStoredAsync(AuditBatchRow batch, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await db.AuditBatches.Where(row => row.Id == batch.Id && row.StoredAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(stored => stored.StoredAt, now), cancellationToken);
    }

    /// <summary>Removes entries that are in the store and older than <see cref="Hosting.Auditing.AuditOptions.KeepDays"/> from the database.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ClearAsync(CancellationToken cancellationToken)
    {
        var limit = clock.GetUtcNow().UtcDateTime.AddDays(-(await settings.AuditAsync(cancellationToken)).KeepDays);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Audit.Where(entry => entry.At < limit && db.AuditBatches.Any(batch => batch.Id == entry.BatchId && batch.StoredAt != null))
            .ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Batches that need not be in the store any longer, some at a time; none while they are to stay for ever.</summary>
    public async Task<IReadOnlyList<AuditBatchRow>> ExpiredAsync(CancellationToken cancellationToken)
    {
        var days = (await settings.AuditAsync(cancellationToken)).KeepStoredDays;
        if (days == 0)
        {
            return [];
        }

        var limit = clock.GetUtcNow().UtcDateTime.AddDays(-days);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.AuditBatches.AsNoTracking()
            .Where(batch => batch.StoredAt != null && batch.Until < limit && !db.Audit.Any(entry => entry.BatchId == batch.Id))
            .OrderBy(batch => batch.At).Take(Largest).ToListAsync(cancellationToken);
    }

    public async Task ForgetAsync(IReadOnlyList<AuditBatchRow> batches, CancellationToken cancellationToken)
    {
        var ids = batches.Select(batch => batch.Id).ToList();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await db.AuditBatches.Where(batch => ids.Contains(batch.Id)).ExecuteDeleteAsync(cancellationToken);
    }
}
