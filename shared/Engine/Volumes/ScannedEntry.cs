using Holdfast.Engine.Catalogs;

namespace Holdfast.Engine.Volumes;

/// <summary>An entry as it stands in the file system.</summary>
public sealed class ScannedEntry
{
    public required EntryPath Path { get; init; }

    /// <summary>Never of kind <see cref="EntryKind.HardLink"/>: each name of a file looks like the file; see <see cref="Links"/>.</summary>
    public required EntryMetadata Metadata { get; init; }

    /// <summary>The file system this entry lies on; with <see cref="EntryMetadata.Inode"/> it tells which names are the same file.</summary>
    public ulong Device { get; init; }

    /// <summary>How many names this file has.</summary>
    public uint Links { get; init; }

    /// <summary>Allocated space in units of 512 bytes; less than the size when the file has holes.</summary>
    public long Blocks { get; init; }
}
