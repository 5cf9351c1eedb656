using System.Globalization;
using Holdfast.Hosting.Backups;
using Holdfast.State.Schedule;

namespace Holdfast.Scheduler.Schedule;

/// <summary>Keeps the row that says when the next regular backup is due. Begins anew whenever the schedule changes.</summary>
internal static class BackupPlan
{
    /// <summary>So many missed occurrences are counted; more are not told apart.</summary>
    private const int MostMissed = 1000;

    /// <summary>Plans by these settings.</summary>
    /// <returns>Whether the row has changed.</returns>
    public static bool Follow(BackupSchedule row, BackupOptions settings, DateTimeOffset now)
    {
        var plan = TextOf(settings);
        if (row.Plan == plan)
        {
            return false;
        }

        (row.Plan, row.PlannedSince, row.SettledUntil) = (plan, now.UtcDateTime, now.UtcDateTime); // what was missed under another schedule is nobody's wish any more
        Plan(row, settings);
        return true;
    }

    /// <summary>
    /// Takes what is due off the row: the last occurrence until now, which makes up for all before it. The next one is planned.
    /// </summary>
    /// <returns>The occurrence and how many before it were missed; null while nothing is due.</returns>
    public static (DateTime DueAt, int Missed)? Take(BackupSchedule row, BackupOptions settings, DateTimeOffset now)
    {
        if (row.DueAt is not { } due || row.RunAt > now.UtcDateTime || !CronSchedule.TryParse(settings.BackupFrequency, out var schedule))
        {
            return null;
        }

        var (last, missed, zone) = (new DateTimeOffset(due, TimeSpan.Zero), 0, BackupOptions.Zone(settings.TimeZone));
        while (missed < MostMissed && schedule.Next(last, zone) is { } later && later <= now)
        {
            (last, missed) = (later, missed + 1);
        }

        row.SettledUntil = now.UtcDateTime;
        Plan(row, settings);
        return (last.UtcDateTime, missed);
    }

    private static void Plan(BackupSchedule row, BackupOptions settings)
    {
        row.Version++;
        row.DueAt = settings.EnableRegularBackups && CronSchedule.TryParse(settings.BackupFrequency, out var schedule)
            ? schedule.Next(new DateTimeOffset(row.SettledUntil, TimeSpan.Zero), BackupOptions.Zone(settings.TimeZone))?.UtcDateTime
            : null;
        row.RunAt = row.DueAt + (settings.Jitter * Random.Shared.NextDouble());
    }

    private static string TextOf(BackupOptions settings) => settings.EnableRegularBackups
        ? string.Create(CultureInfo.InvariantCulture, $"{settings.BackupFrequency} in {settings.TimeZone} within {settings.Jitter}")
        : "disabled";
}
