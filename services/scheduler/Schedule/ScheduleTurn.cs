using Holdfast.Contracts.Backups;
using Holdfast.Hosting.Backups;
using Holdfast.State.Database;
using Holdfast.State.Schedule;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Schedule;

/// <summary>One look at the schedule, in one transaction: what is due is requested and taken off, by one of all schedulers.</summary>
internal sealed class ScheduleTurn(HoldfastDb db, IPublishEndpoint bus, TimeProvider clock)
{
    /// <summary>A process that restarts over and over must not back up over and over.</summary>
    private static readonly TimeSpan BetweenStarts = TimeSpan.FromMinutes(15);

    /// <summary>So long it is remembered what was requested.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(90);

    /// <summary>What has stayed without an answer for so long is nobody's wish any more.</summary>
    private static readonly TimeSpan Repeated = TimeSpan.FromDays(1);

    /// <summary>
    /// Requests again, under the same ids, what no answer is known of: an in-memory bus forgets what it was given when its process dies.
    /// A request that had arrived is only answered again.
    /// </summary>
    /// <param name="name">The namespace.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether there was any.</returns>
    public async Task<bool> RepeatAsync(string name, CancellationToken cancellationToken)
    {
        var limit = clock.GetUtcNow().UtcDateTime - Repeated;
        var unanswered = await db.ScheduledBackups.AsNoTracking()
            .Where(one => one.Namespace == name && one.Outcome == ScheduledOutcome.Requested && one.RequestedAt > limit)
            .OrderBy(one => one.RequestedAt).ToListAsync(cancellationToken);
        foreach (var one in unanswered)
        {
            await bus.Publish(RequestOf(one), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        return unanswered.Count > 0;
    }

    /// <summary>Looks.</summary>
    /// <param name="name">The namespace.</param>
    /// <param name="settings">As they hold now.</param>
    /// <param name="atStart">Whether this process has just started and its backup at start is not settled.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DbUpdateException">Another scheduler was quicker: look again.</exception>
    public async Task<ScheduleLook> LookAsync(string name, BackupOptions settings, bool atStart, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var row = await db.Schedules.FindAsync([name], cancellationToken);
        if (row is null)
        {
            row = new BackupSchedule { Namespace = name };
            db.Add(row);
        }

        BackupPlan.Follow(row, settings, now);
        string? requested = null;
        var settled = !atStart || !settings.EnableRegularBackups;
        if (BackupPlan.Take(row, settings, now) is { } due)
        {
            requested = "schedule";
            await RequestAsync(row, requested, due.DueAt, due.Missed, now.UtcDateTime, cancellationToken);
            settled = true; // one backup is enough, whatever it is called
        }
        else if (!settled && await IsRecentAsync(row, now, cancellationToken))
        {
            settled = true;
        }
        else if (!settled && await db.Registry.AnyAsync(component => component.Namespace == name, cancellationToken))
        {
            requested = "start-up";
            (row.StartUpAt, settled) = (now.UtcDateTime, true);
            row.Version++;
            await RequestAsync(row, requested, now.UtcDateTime, 0, now.UtcDateTime, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        return new ScheduleLook(requested, row.RunAt, settled);
    }

    private static BackupRequested RequestOf(ScheduledBackup backup) =>
        new() { OperationId = backup.OperationId, Namespace = backup.Namespace, RequestedBy = backup.Reason };

    private async Task<bool> IsRecentAsync(BackupSchedule row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var recently = (now - BetweenStarts).UtcDateTime;
        return row.StartUpAt > recently
            || await db.BackupEntries.AnyAsync(entry => entry.Namespace == row.Namespace && entry.StartedAt > recently, cancellationToken);
    }

    private async Task RequestAsync(BackupSchedule row, string reason, DateTime dueAt, int missed, DateTime now, CancellationToken cancellationToken)
    {
        var backup = new ScheduledBackup
        {
            OperationId = Guid.NewGuid(),
            Namespace = row.Namespace,
            Reason = reason,
            DueAt = dueAt,
            RequestedAt = now,
            Missed = missed,
        };
        db.Add(backup);
        var limit = now - Remembered;
        db.RemoveRange(await db.ScheduledBackups.Where(old => old.Namespace == row.Namespace && old.RequestedAt < limit).ToListAsync(cancellationToken));
        await bus.Publish(RequestOf(backup), cancellationToken);
    }
}
