using Holdfast.Contracts.Operations;

namespace Holdfast.Api.Operations;

/// <summary>An operation that runs or has ended, as live events and the calls about the ongoing one tell it.</summary>
internal sealed record OngoingAnswer
{
    /// <summary>The ongoing text, <c>Success</c>, or the first error; of a drill that has ended, what came of it.</summary>
    public required string Status { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    /// <summary><c>Backup</c> or <c>Restore</c>.</summary>
    public required OperationKind Operation { get; init; }

    /// <summary>True for a restore that is only rehearsed.</summary>
    public bool? Drill { get; init; }

    public required Guid OperationId { get; init; }

    public required bool Ongoing { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required ProgressAnswer Progress { get; init; }

    public required IEnumerable<ComponentAnswer> Components { get; init; }

    public static OngoingAnswer Of(OperationStatus operation) => new()
    {
        Status = operation.Status,
        Namespace = operation.Namespace,
        Timestamp = operation.Timestamp,
        Operation = operation.Kind,
        Drill = operation.Drill ? true : null,
        OperationId = operation.OperationId,
        Ongoing = operation.Ongoing,
        EndedAt = operation.EndedAt,
        Progress = ProgressAnswer.Of(operation),
        Components = operation.Components.Select(ComponentAnswer.Of),
    };
}
