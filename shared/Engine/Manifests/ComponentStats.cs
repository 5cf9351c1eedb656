namespace Holdfast.Engine.Manifests;

/// <summary>How much one component's part of a backup holds and what it cost.</summary>
public sealed record ComponentStats
{
    /// <summary>Bytes that a restore brings back.</summary>
    public long LogicalBytes { get; init; }

    /// <summary>Of these, bytes that no earlier snapshot had.</summary>
    public long AddedBytes { get; init; }

    /// <summary>Bytes added to the store, after compression and sealing.</summary>
    public long StoredBytes { get; init; }

    /// <summary>Files of a volume, entries of a dump's table of contents of a database.</summary>
    public long Files { get; init; }

    /// <summary>Files that changed, shrank or vanished while they were read.</summary>
    public long TornFiles { get; init; }

    /// <summary>Files left out because they could not be read.</summary>
    public long SkippedFiles { get; init; }
}
