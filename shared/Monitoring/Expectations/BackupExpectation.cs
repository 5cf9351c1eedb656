using Holdfast.Hosting.Backups;
using Holdfast.State.Schedule;

namespace Holdfast.Monitoring.Expectations;

/// <summary>Until when the next successful backup is expected. Pure.</summary>
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

        var since = row.PlannedSince ?? row.SettledUntil;
        var from = lastSuccess > since ? lastSuccess.Value : since;
        return schedule.Next(new DateTimeOffset(DateTime.SpecifyKind(from, DateTimeKind.Utc)), BackupOptions.Zone(settings.TimeZone)) + settings.Jitter + settings.OverdueAfter;
    }
}
