namespace Holdfast.Client.Operations;

/// <summary>One component of an operation that runs, or of a backup that is complete.</summary>
public sealed record ComponentProgress
{
    /// <summary>Such as <c>db/airflow</c>.</summary>
    public required string Component { get; init; }

    /// <summary><c>Waiting</c>, <c>Dispatched</c>, <c>Running</c>, <c>Done</c> or <c>Failed</c>.</summary>
    public required string State { get; init; }

    public int? Attempt { get; init; }

    public string? Error { get; init; }

    public long? DoneBytes { get; init; }

    public long? TotalBytes { get; init; }

    public long? DoneFiles { get; init; }

    /// <summary>The instant whose state the backup holds.</summary>
    public DateTimeOffset? CapturedAt { get; init; }

    public SnapshotSize? Size { get; init; }
}
