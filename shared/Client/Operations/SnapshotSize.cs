namespace Holdfast.Client.Operations;

/// <summary>How much a component's part of a backup holds and what it cost.</summary>
public sealed record SnapshotSize
{
    /// <summary>Bytes a restore brings back.</summary>
    public long LogicalBytes { get; init; }

    /// <summary>Of these, bytes that no earlier backup had.</summary>
    public long AddedBytes { get; init; }

    /// <summary>Bytes added to the store.</summary>
    public long StoredBytes { get; init; }

    public long Files { get; init; }

    /// <summary>Files that changed, shrank or vanished while they were read.</summary>
    public long TornFiles { get; init; }

    /// <summary>Files left out because they could not be read.</summary>
    public long SkippedFiles { get; init; }
}
