namespace Holdfast.Contracts.Components;

/// <summary>A worker tells what it serves: at its start and every 15 seconds while it runs.</summary>
/// <remarks>The registry remembers every component ever announced; only an administrator removes one.</remarks>
public sealed record ComponentsAnnounced
{
    /// <summary>Names the announcing process; new at every start.</summary>
    public required string Instance { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Everything this process serves now; may be empty.</summary>
    public required IReadOnlyList<ComponentId> Components { get; init; }
}
