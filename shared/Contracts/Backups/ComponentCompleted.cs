using Holdfast.Contracts.Components;
using Holdfast.Contracts.Runs;

namespace Holdfast.Contracts.Backups;

/// <summary>Every object of a component's snapshot is stored, the snapshot itself last.</summary>
public sealed record ComponentCompleted : RunEvent
{
    public required ComponentSnapshot Snapshot { get; init; }
}
