namespace Holdfast.Contracts.Restores;

/// <summary>A restore ended without effect: every component holds what it held before, unless the reason says otherwise.</summary>
public sealed record RestoreFailed
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    /// <summary>The first error in plain words: which step, which component, why.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether somebody cancelled it.</summary>
    public required bool Cancelled { get; init; }

    /// <summary>Whether it was only a drill.</summary>
    public bool Drill { get; init; }
}
