namespace Holdfast.Hosting.Backups;

/// <summary>The configuration section <c>Backup</c>: when backups run by themselves and how many are kept.</summary>
public sealed class BackupOptions
{
    public const string Section = "Backup";

    /// <summary>When backups run, as <see cref="CronSchedule"/> reads it; default midnight.</summary>
    public string BackupFrequency { get; set; } = "0 0 0 * * *";

    /// <summary>Successful backups to keep in the namespace, at least 1; default 30.</summary>
    public int BackupRetentionCount { get; set; } = 30;

    /// <summary>Beside these, the newest success of each of so many days (UTC) that have one; default 0.</summary>
    public int KeepDaily { get; set; }

    /// <summary>The same for weeks from Monday; default 0.</summary>
    public int KeepWeekly { get; set; }

    /// <summary>The same for months; default 0.</summary>
    public int KeepMonthly { get; set; }

    /// <summary>The same for years; default 0.</summary>
    public int KeepYearly { get; set; }

    /// <summary>Whether backups run at these times and at every start, and retention after each success; default false.</summary>
    public bool EnableRegularBackups { get; set; }

    /// <summary>When the newest backup is verified in full, as <see cref="CronSchedule"/> reads it; empty (default) for never.</summary>
    public string VerificationFrequency { get; set; } = "";

    /// <summary>When a restore of the newest backup is rehearsed; empty (default) for never.</summary>
    public string DrillFrequency { get; set; } = "";

    /// <summary>The zone in which <see cref="BackupFrequency"/> and the others are meant, such as <c>Europe/Berlin</c>; default UTC.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Each regular backup starts by chance up to so long after its time, so that many installations do not start at once; default 0.</summary>
    public TimeSpan Jitter { get; set; }

    /// <summary>So long after its time, jitter included, a regular backup must have succeeded, or it counts as overdue; default one hour.</summary>
    public TimeSpan OverdueAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The zone of this name; UTC when there is none.</summary>
    public static TimeZoneInfo Zone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
}
