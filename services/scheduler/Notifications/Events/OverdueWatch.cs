using Holdfast.Hosting.Platform;
using Holdfast.Monitoring.Expectations;
using Holdfast.Settings.Stored;
using Holdfast.State.Backups;
using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Scheduler.Notifications.Events;

/// <summary>Tells when no regular backup succeeded in time: once for each time it should have, by one of all schedulers.</summary>
internal sealed partial class OverdueWatch(
    IDbContextFactory<HoldfastDb> dbs,
    SettingsReader settings,
    NotificationRows rows,
    IOptions<PlatformOptions> platform,
    TimeProvider clock,
    ILogger<OverdueWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly ILogger _log = log;

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var name = platform.Value.Namespace;
        if (await db.Schedules.FindAsync([name], cancellationToken) is not { } row)
        {
            return;
        }

        var success = await db.BackupEntries.Where(entry => entry.Namespace == name && entry.Status == BackupStatus.Success)
            .OrderByDescending(entry => entry.Timestamp).Select(entry => entry.EndedAt ?? entry.StartedAt).FirstOrDefaultAsync(cancellationToken);
        var expected = BackupExpectation.ExpectedBy(row, await settings.BackupAsync(cancellationToken), success == default ? null : success);
        if (expected is not { } by || by > clock.GetUtcNow() || row.OverdueTold == by.UtcDateTime)
        {
            return;
        }

        row.OverdueTold = by.UtcDateTime;
        row.Version++;
        db.AddRange(rows.Of(BackupWords.Overdue(name, by), await settings.NotificationAsync(cancellationToken)));
        await db.SaveChangesAsync(cancellationToken);
        Overdue(name, $"{by.UtcDateTime:u}");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, clock, stoppingToken);
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (TransientErrors.IsTransient(exception))
            {
                // Another scheduler was quicker, or plans at this moment: the next look sees it.
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LookFailed(exception);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "No backup of {Namespace} succeeded by {ExpectedBy}, as the schedule would have it")]
    private partial void Overdue(string @namespace, string expectedBy);

    [LoggerMessage(2, LogLevel.Warning, "Whether a backup is overdue could not be seen, trying again")]
    private partial void LookFailed(Exception exception);
}
