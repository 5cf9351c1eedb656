namespace Holdfast.Client.Schedule;

/// <summary>How often the newest backup is checked.</summary>
public sealed record ScheduledCheck
{
    public required string Frequency { get; init; }

    /// <summary>When it is due next; in the past while it waits for what runs. Null before it is planned, or when there is no such time.</summary>
    public DateTimeOffset? Next { get; init; }
}
