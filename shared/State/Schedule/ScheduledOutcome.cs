namespace Holdfast.State.Schedule;

/// <summary>What came of a backup that Holdfast requested by itself.</summary>
public enum ScheduledOutcome
{
    /// <summary>The request has not been answered yet.</summary>
    Requested,

    /// <summary>It began; the backup list says how it ended.</summary>
    Started,

    /// <summary>Another operation ran, so there was none.</summary>
    Skipped,
}
