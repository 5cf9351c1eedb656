namespace Holdfast.Contracts.Operations;

/// <summary>What an operation is doing or how it ended.</summary>
public sealed record OperationStatus
{
    public required Guid OperationId { get; init; }

    public required OperationKind Kind { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    /// <summary>State of the saga, such as <c>Running</c> or <c>RollingBack</c>.</summary>
    public required string State { get; init; }

    /// <summary>Whether it is a restore that is only rehearsed.</summary>
    public bool Drill { get; init; }

    /// <summary>Whether it has not ended yet.</summary>
    public required bool Ongoing { get; init; }

    /// <summary>The ongoing text, <c>Success</c>, or the first error; of a drill that has ended, what came of it.</summary>
    public required string Status { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required IReadOnlyList<ComponentStatus> Components { get; init; }
}
