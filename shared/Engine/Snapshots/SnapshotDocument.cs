using Holdfast.Engine.Documents;
using Holdfast.Engine.Sealing;

namespace Holdfast.Engine.Snapshots;

/// <summary>snapshot.json as it is stored (docs/format.md, "snapshot.json").</summary>
internal sealed record SnapshotDocument
{
    public const string Kind = "holdfast-snapshot";

    public string Format { get; init; } = Kind;

    public int Version { get; init; } = Document.Version;

    public IReadOnlyList<string> RequiredFeatures { get; init; } = [];

    public required string Repository { get; init; }

    public required string Timestamp { get; init; }

    public required string Component { get; init; }

    public required string Run { get; init; }

    public required IReadOnlyList<PackUse> Packs { get; init; }

    public SnapshotBody? Body { get; init; }

    public SealedBody? Sealed { get; init; }

    internal sealed record PackUse(string Key, long Size, string Sha256, long Used);
}
