namespace Holdfast.Hosting.Auditing;

/// <summary>The configuration section <c>Audit</c>: when the audit log, which is always written, goes to the store and what of it is removed.</summary>
public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>Whether the audit log is stored beside the backups too; default true.</summary>
    public bool EnableUserEvents { get; set; } = true;

    /// <summary>When what is new is stored, as <see cref="Backups.CronSchedule"/> reads it; default midnight.</summary>
    public string UeventsSchedule { get; set; } = "0 0 0 * * *";

    /// <summary>When old entries are removed; default one o'clock in the night.</summary>
    public string UeventsGCSchedule { get; set; } = "0 0 1 * * *";

    /// <summary>Whether old ones stay for ever; default false.</summary>
    public bool DisableUeventsGC { get; set; }

    /// <summary>Entries stay in the state database for so many days at least, and always until they are in the store; 1 or more, default 90.</summary>
    public int KeepDays { get; set; } = 90;

    /// <summary>They stay in the store for so many days; 0 (default) for ever, else at least <see cref="KeepDays"/>.</summary>
    public int KeepStoredDays { get; set; }
}
