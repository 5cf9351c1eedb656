namespace Holdfast.Scheduler.Watch;

/// <summary>What the watchdog makes of a component that nothing is heard of.</summary>
public enum Silence
{
    /// <summary>Its run gives no sign of life.</summary>
    RunLost,

    /// <summary>Nobody has claimed its command for long, though its service is there.</summary>
    CommandLost,

    /// <summary>Nobody has claimed its command, and its service is gone.</summary>
    Unserved,
}
