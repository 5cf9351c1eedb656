namespace Holdfast.Hosting.Auditing;

/// <summary>The configuration section <c>Audit</c>. It is checked, stored and shown; the audit log is always written, and nothing runs by it yet.</summary>
public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>Whether user events are wanted; default true.</summary>
    public bool EnableUserEvents { get; set; } = true;

    /// <summary>When user events are to be handed on, as <see cref="Backups.CronSchedule"/> reads it; default midnight.</summary>
    public string UeventsSchedule { get; set; } = "0 0 0 * * *";

    /// <summary>When old ones are to be removed; default one o'clock in the night.</summary>
    public string UeventsGCSchedule { get; set; } = "0 0 1 * * *";

    /// <summary>Whether old ones stay; default false.</summary>
    public bool DisableUeventsGC { get; set; }
}
