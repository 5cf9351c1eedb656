using Holdfast.Contracts.Runs;

namespace Holdfast.Contracts.Restores;

/// <summary>What a worker found out about restoring one component.</summary>
public sealed record PreflightReport : RunEvent
{
    /// <summary>What would be done and every problem; empty when there is nothing to say.</summary>
    public required IReadOnlyList<PreflightFinding> Findings { get; init; }
}
