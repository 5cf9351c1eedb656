namespace Holdfast.Contracts.Components;

/// <summary>How much a snapshot holds and what it cost.</summary>
public sealed record SnapshotSize
{
    /// <summary>Bytes a restore brings back.</summary>
    public required long LogicalBytes { get; init; }

    /// <summary>Of these, bytes no earlier snapshot had: what was compressed and stored anew.</summary>
    public required long AddedBytes { get; init; }

    /// <summary>Bytes this backup added to the store, after compression and sealing.</summary>
    public required long StoredBytes { get; init; }

    /// <summary>Files of a volume, entries of a dump's table of contents of a database.</summary>
    public required long Files { get; init; }

    /// <summary>Files that changed, shrank or vanished while they were read.</summary>
    public long TornFiles { get; init; }

    /// <summary>Files left out because they could not be read, where the configuration allows that.</summary>
    public long SkippedFiles { get; init; }
}
