namespace Holdfast.Engine.Retention;

/// <summary>An operation that runs: nothing that it writes or refers to may be touched.</summary>
public sealed record ActiveOperation
{
    /// <summary>The backup that it makes, restores or verifies: every object under this timestamp stays. Null when there is none.</summary>
    public string? Timestamp { get; init; }

    /// <summary>Its runs: every object of theirs stays, whatever timestamp it lies under.</summary>
    public IReadOnlyCollection<string> Runs { get; init; } = [];

    /// <summary>Snapshots that it deduplicates against or reads: they and their packs stay.</summary>
    public IReadOnlyCollection<string> Snapshots { get; init; } = [];

    /// <summary>Further packs that it refers to.</summary>
    public IReadOnlyCollection<string> Packs { get; init; } = [];
}
