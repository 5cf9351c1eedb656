using Holdfast.Contracts.Components;

namespace Holdfast.Contracts.Operations;

/// <summary>Where one component of an operation stands.</summary>
public sealed record ComponentStatus
{
    public required ComponentId Component { get; init; }

    /// <summary>Such as <c>Dispatched</c>, <c>Running</c>, <c>Done</c> or <c>Failed</c>.</summary>
    public required string State { get; init; }

    /// <summary>Tries at the present step; 0 before the first.</summary>
    public required int Attempt { get; init; }

    public string? Error { get; init; }

    public long DoneBytes { get; init; }

    public long? TotalBytes { get; init; }

    public long DoneFiles { get; init; }
}
