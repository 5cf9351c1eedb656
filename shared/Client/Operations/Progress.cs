namespace Holdfast.Client.Operations;

/// <summary>How far an operation is in its present step.</summary>
public sealed record Progress
{
    /// <summary>Such as <c>Running</c> or <c>Committing</c>.</summary>
    public required string State { get; init; }

    /// <summary>Components that have ended the step.</summary>
    public required int CompletedComponents { get; init; }

    public required int TotalComponents { get; init; }

    public required long DoneBytes { get; init; }

    /// <summary>Null until every component knows its size.</summary>
    public long? TotalBytes { get; init; }

    public required DateTimeOffset StartedAt { get; init; }
}
