using Holdfast.Contracts;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Storage;
using Holdfast.Messaging;
using Holdfast.Settings.Stored;
using Holdfast.State.Backups;
using Holdfast.State.Database;
using Holdfast.State.Monitoring;
using Holdfast.State.Settings;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Deletion;

/// <summary>After a success, marks the backups that are not to be kept and has the uploader sweep.</summary>
/// <remarks>Where backups go to another store since, those in the old one are left alone: nothing new there makes up for them.</remarks>
internal sealed class RetentionConsumer(HoldfastDb db, SettingsReader reader, TimeProvider clock) :
    IConsumer<BackupCompleted>, IConsumer<RetentionSwept>, IConsumer<BackupDeleted>
{
    public async Task Consume(ConsumeContext<BackupCompleted> context)
    {
        var (completed, cancellationToken) = (context.Message, context.CancellationToken);
        var settings = await reader.BackupAsync(cancellationToken);
        if (!settings.EnableRegularBackups)
        {
            return;
        }

        if (await BackupSuspicions.PauseRetentionAsync(db, completed.Namespace, cancellationToken))
        {
            return; // what is much smaller than before may have lost what the older backups still have
        }

        await DeletionClaims.TouchLockAsync(db, completed.Namespace, cancellationToken);
        var version = await StoreVersions.OfBackupAsync(db, completed.Namespace, completed.Timestamp, cancellationToken) ?? 0;
        var run = await RetentionRun.PlanAsync(
            db,
            completed.OperationId,
            completed.Namespace,
            RetentionRule.From(settings),
            completed.Timestamp,
            await reader.SameStoreAsync(db, version, cancellationToken),
            cancellationToken);
        await run.MarkAsync(db, cancellationToken);
        await context.SendCommandAsync(Queues.Retention, run.Command, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>What the sweep could not delete is a good backup still.</summary>
    public async Task Consume(ConsumeContext<RetentionSwept> context)
    {
        var swept = context.Message;
        var marked = await db.BackupEntries.Where(entry => entry.Namespace == swept.Namespace && entry.Status == BackupStatus.Deleting)
            .ToListAsync(context.CancellationToken);
        foreach (var entry in marked.Where(entry => !swept.Deleted.Contains(entry.Timestamp)))
        {
            entry.Status = entry.Error is null ? BackupStatus.Success : BackupStatus.Failed;
        }

        await CountAsync(swept, context.CancellationToken);
        await db.SaveChangesAsync(context.CancellationToken);
    }

    /// <summary>Deleted is deleted, whoever asked for it.</summary>
    public Task Consume(ConsumeContext<BackupDeleted> context) =>
        DeletionClaims.RemoveAsync(db, context.Message.Namespace, context.Message.Timestamp, context.CancellationToken);

    private async Task CountAsync(RetentionSwept swept, CancellationToken cancellationToken)
    {
        if (await db.RetentionTotals.FindAsync([swept.Namespace], cancellationToken) is not { } total)
        {
            total = new RetentionTotal { Namespace = swept.Namespace };
            db.Add(total);
        }

        (total.SweptAt, total.Problem) = (clock.GetUtcNow().UtcDateTime, swept.Problem);
        (total.Removed, total.FreedBytes) = (total.Removed + swept.Deleted.Count, total.FreedBytes + swept.FreedBytes);
    }
}
