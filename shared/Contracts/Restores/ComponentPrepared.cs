using Holdfast.Contracts.Runs;

namespace Holdfast.Contracts.Restores;

/// <summary>The component stands complete and checked beside the live one.</summary>
public sealed record ComponentPrepared : RunEvent
{
    /// <summary>What a salvage could not bring back, in plain words; empty otherwise.</summary>
    public IReadOnlyList<string> Losses { get; init; } = [];
}
