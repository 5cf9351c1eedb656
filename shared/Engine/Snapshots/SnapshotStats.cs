namespace Holdfast.Engine.Snapshots;

/// <summary>What a run saw, read and stored.</summary>
public sealed record SnapshotStats
{
    /// <summary>Regular files, hard links included; 0 for a stream.</summary>
    public long Files { get; init; }

    public long Directories { get; init; }

    /// <summary>Symbolic links, FIFOs and device nodes.</summary>
    public long OtherEntries { get; init; }

    /// <summary>Files whose content was not read because nothing about them changed.</summary>
    public long UnchangedFiles { get; init; }

    /// <summary>Content length of everything in the snapshot, in bytes.</summary>
    public long LogicalBytes { get; init; }

    /// <summary>Bytes read from the source.</summary>
    public long ReadBytes { get; init; }

    /// <summary>Content that no earlier backup had, in bytes before compression.</summary>
    public long AddedBytes { get; init; }

    /// <summary>Bytes of the packs this run wrote.</summary>
    public long StoredBytes { get; init; }

    /// <summary>Content that was found stored already, in bytes before compression; unchanged files are not among them.</summary>
    public long ReusedBytes { get; init; }

    /// <summary>Data chunks this run wrote.</summary>
    public long NewChunks { get; init; }

    /// <summary>Packs this run wrote.</summary>
    public long NewPacks { get; init; }
}
