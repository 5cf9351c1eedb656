namespace Holdfast.Api.Schedule;

/// <summary>How often the newest backup is checked.</summary>
internal sealed record ScheduledCheckAnswer
{
    public required string Frequency { get; init; }

    /// <summary>When it is due next; in the past while it waits for what runs. Left out before it is planned, or when there is no such time.</summary>
    public DateTimeOffset? Next { get; init; }
}
