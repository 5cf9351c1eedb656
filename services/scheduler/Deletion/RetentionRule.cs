using Holdfast.Hosting.Backups;

namespace Holdfast.Scheduler.Deletion;

/// <summary>How many successes are kept: the newest, and beside them the newest of each of the last days, weeks, months and years that have any.</summary>
internal sealed record RetentionRule(int Newest, int Daily = 0, int Weekly = 0, int Monthly = 0, int Yearly = 0)
{
    /// <summary>At least the newest success is kept, whatever the settings say.</summary>
    public static RetentionRule From(BackupOptions settings) => new(
        Math.Max(1, settings.BackupRetentionCount), settings.KeepDaily, settings.KeepWeekly, settings.KeepMonthly, settings.KeepYearly);

    /// <summary>The periods of which backups are kept.</summary>
    public IEnumerable<(RetentionPeriod Period, int Count)> Periods => new[]
    {
        (RetentionPeriod.Day, Daily), (RetentionPeriod.Week, Weekly), (RetentionPeriod.Month, Monthly), (RetentionPeriod.Year, Yearly),
    }.Where(kept => kept.Item2 > 0);
}
