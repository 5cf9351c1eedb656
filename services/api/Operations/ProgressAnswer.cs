using Holdfast.Contracts.Operations;

namespace Holdfast.Api.Operations;

/// <summary>How far an operation is in its present step.</summary>
internal sealed record ProgressAnswer
{
    /// <summary>State of the saga, such as <c>Running</c> or <c>Committing</c>.</summary>
    public required string State { get; init; }

    /// <summary>Components that have ended the step.</summary>
    public required int CompletedComponents { get; init; }

    public required int TotalComponents { get; init; }

    public required long DoneBytes { get; init; }

    /// <summary>Null until every component knows its size.</summary>
    public long? TotalBytes { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public static ProgressAnswer Of(OperationStatus operation) => new()
    {
        State = operation.State,
        CompletedComponents = operation.Components.Count(component => component.State == "Done"),
        TotalComponents = operation.Components.Count,
        DoneBytes = operation.Components.Sum(component => component.DoneBytes),
        TotalBytes = operation.Components.Any(component => component.TotalBytes is null)
            ? null
            : operation.Components.Sum(component => component.TotalBytes),
        StartedAt = operation.StartedAt,
    };
}
