using Holdfast.Contracts.Runs;

namespace Holdfast.Contracts.Restores;

/// <summary>The component stands complete and checked beside the live one.</summary>
public sealed record ComponentPrepared : RunEvent
{
    /// <summary>What could not be brought back as it was: what a salvage lost, and metadata that this host cannot set. In plain words.</summary>
    public IReadOnlyList<string> Losses { get; init; } = [];
}
