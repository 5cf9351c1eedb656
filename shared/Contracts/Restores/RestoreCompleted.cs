using Holdfast.Contracts.Components;

namespace Holdfast.Contracts.Restores;

/// <summary>All components hold the backup's state; or, for a dry run, all have been looked at.</summary>
public sealed record RestoreCompleted
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    public required IReadOnlyList<ComponentId> Components { get; init; }

    public required bool DryRun { get; init; }

    /// <summary>Until when the previous data is kept for an undo, in UTC; null for a dry run.</summary>
    public DateTimeOffset? UndoUntil { get; init; }

    /// <summary>The findings of a dry run; empty otherwise.</summary>
    public IReadOnlyList<PreflightFinding> Preflight { get; init; } = [];
}
