using Holdfast.Contracts.Backups;
using Holdfast.Hosting.Notifications;
using Holdfast.Scheduler.Notifications.Delivery;
using Holdfast.Settings.Stored;
using Holdfast.State.Backups;
using Holdfast.State.Database;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Notifications.Events;

/// <summary>Writes down whom to tell of a backup that begins or ends, once for each event, in the transaction that handles it.</summary>
internal sealed class BackupNews(HoldfastDb db, SettingsReader settings, NotificationRows rows) :
    IConsumer<BackupStarting>, IConsumer<BackupCompleted>, IConsumer<BackupFailed>, IConsumer<BackupVerified>
{
    public async Task Consume(ConsumeContext<BackupStarting> context)
    {
        var (begun, options) = (context.Message, await settings.NotificationAsync(context.CancellationToken));
        var told = new Announcement(Pings.Start, begun.Namespace, begun.Timestamp, "", $"The backup {begun.Timestamp} of {begun.Namespace} begins.");
        db.AddRange(rows.Ping(Pings.Start, told, options));
        await db.SaveChangesAsync(context.CancellationToken);
    }

    public async Task Consume(ConsumeContext<BackupCompleted> context)
    {
        var (completed, cancellationToken) = (context.Message, context.CancellationToken);
        var options = await settings.NotificationAsync(cancellationToken);
        var before = await db.BackupEntries
            .Where(entry => entry.Namespace == completed.Namespace && string.Compare(entry.Timestamp, completed.Timestamp) < 0)
            .Where(entry => entry.Status == BackupStatus.Success || entry.Status == BackupStatus.Failed || entry.Status == BackupStatus.Deleting)
            .OrderByDescending(entry => entry.Timestamp).Select(entry => (BackupStatus?)entry.Status).FirstOrDefaultAsync(cancellationToken);
        var recovers = before == BackupStatus.Failed && options.Tells(NotificationEvents.Recovery);
        var success = BackupWords.Success(completed);
        db.AddRange(rows.Of(recovers ? BackupWords.Recovery(completed) : success, options));
        db.AddRange(rows.Ping(Pings.Success, success, options));
        var suspicion = await db.BackupEntries.Where(entry => entry.Namespace == completed.Namespace && entry.Timestamp == completed.Timestamp)
            .Select(entry => entry.Suspicion).SingleOrDefaultAsync(cancellationToken);
        if (suspicion is not null)
        {
            db.AddRange(rows.Of(BackupWords.Suspicious(completed.Namespace, completed.Timestamp, suspicion), options));
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task Consume(ConsumeContext<BackupVerified> context)
    {
        if (context.Message.Problems.Count > 0)
        {
            db.AddRange(rows.Of(BackupWords.Damaged(context.Message), await settings.NotificationAsync(context.CancellationToken)));
            await db.SaveChangesAsync(context.CancellationToken);
        }
    }

    public async Task Consume(ConsumeContext<BackupFailed> context)
    {
        var (told, options) = (BackupWords.Failure(context.Message), await settings.NotificationAsync(context.CancellationToken));
        db.AddRange(rows.Of(told, options));
        db.AddRange(rows.Ping(Pings.Fail, told, options));
        await db.SaveChangesAsync(context.CancellationToken);
    }
}
