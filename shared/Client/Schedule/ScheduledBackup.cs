namespace Holdfast.Client.Schedule;

/// <summary>A backup that Holdfast requested by itself.</summary>
public sealed record ScheduledBackup
{
    /// <summary><c>schedule</c> or <c>start-up</c>.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset Due { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>How many earlier times were missed and are made up for by this one.</summary>
    public required int MadeUpFor { get; init; }

    /// <summary><c>requested</c>, <c>started</c> or <c>skipped</c>.</summary>
    public required string Outcome { get; init; }

    public string? Timestamp { get; init; }

    /// <summary>Why it was skipped.</summary>
    public string? Message { get; init; }
}
