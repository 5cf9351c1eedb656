using Holdfast.Contracts.Components;
using Holdfast.Contracts.Runs;

namespace Holdfast.Contracts.Restores;

/// <summary>A restore command that reads a snapshot.</summary>
public abstract record SnapshotCommand : RunCommand
{
    /// <summary>The namespace whose objects the snapshot refers to.</summary>
    public required string SourceNamespace { get; init; }

    public required ComponentSnapshot Snapshot { get; init; }

    /// <summary>Bring back what is readable when objects are damaged, and list the loss.</summary>
    public required bool Salvage { get; init; }
}
