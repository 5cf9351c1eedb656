using Holdfast.Contracts.Components;

namespace Holdfast.Contracts.Restores;

/// <summary>All components hold the backup's state; or, for a dry run, all have been looked at; or, for a drill, all were rebuilt, checked and removed again.</summary>
public sealed record RestoreCompleted
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    public required IReadOnlyList<ComponentId> Components { get; init; }

    /// <summary>Whether nothing live has changed: true also for a drill.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Whether it was a drill.</summary>
    public bool Drill { get; init; }

    /// <summary>Until when the previous data is kept for an undo, in UTC; null for a dry run or drill.</summary>
    public DateTimeOffset? UndoUntil { get; init; }

    /// <summary>The findings of a dry run, and what a drill could not bring back as it was; empty otherwise.</summary>
    public IReadOnlyList<PreflightFinding> Preflight { get; init; } = [];
}
