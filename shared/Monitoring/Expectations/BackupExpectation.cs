using Holdfast.Hosting.Backups;
using Holdfast.State.Schedule;

namespace Holdfast.Monitoring.Expectations;

/// <summary>Until when the next successful backup, and the next successful drill, is expected. Pure.</summary>
public static class BackupExpectation
{
    /// <summary>
    /// The first occurrence of the schedule after the last success ended, or since the schedule holds, with all that jitter may add and the time that
    /// a backup may take. It stays where it is until a backup succeeds, whatever keeps one from it: failures, a scheduler that is down, or one that hangs.
    /// </summary>
    /// <param name="row">The schedule's row; null before any scheduler has planned.</param>
    /// <param name="settings">As they hold now.</param>
    /// <param name="lastSuccess">When the last success ended; null when there is none.</param>
    /// <returns>Null while regular backups are disabled or never due.</returns>
    public static DateTimeOffset? ExpectedBy(BackupSchedule? row, BackupOptions settings, DateTime? lastSuccess)
    {
        if (row is null || !settings.EnableRegularBackups || !CronSchedule.TryParse(settings.BackupFrequency, out var schedule))
        {
            return null;
        }

        return FirstAfter(schedule, row.PlannedSince ?? row.SettledUntil, lastSuccess, settings) + settings.Jitter + settings.OverdueAfter;
    }

    /// <summary>The same for drills, which no jitter delays.</summary>
    /// <param name="row">The drills' row; null before any scheduler has planned.</param>
    /// <param name="settings">As they hold now.</param>
    /// <param name="lastSuccess">When the last drill that succeeded ended; null when there is none.</param>
    /// <returns>Null while no drills are scheduled, or none is ever due.</returns>
    public static DateTimeOffset? DrillExpectedBy(CheckSchedule? row, BackupOptions settings, DateTime? lastSuccess) =>
        row?.PlannedSince is { } since && CronSchedule.TryParse(settings.DrillFrequency, out var schedule)
            ? FirstAfter(schedule, since, lastSuccess, settings) + settings.OverdueAfter
            : null;

    private static DateTimeOffset? FirstAfter(CronSchedule schedule, DateTime since, DateTime? lastSuccess, BackupOptions settings)
    {
        var from = lastSuccess > since ? lastSuccess.Value : since;
        return schedule.Next(new DateTimeOffset(DateTime.SpecifyKind(from, DateTimeKind.Utc)), BackupOptions.Zone(settings.TimeZone));
    }
}
