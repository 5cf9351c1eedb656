using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Chunking;
using Holdfast.Engine.Chunks;

namespace Holdfast.Engine.Backup;

/// <summary>How a component is read and written.</summary>
public sealed class BackupOptions
{
    /// <summary>zstd level, 1 to 19.</summary>
    public int CompressionLevel { get; init; } = ChunkCodec.DefaultLevel;

    /// <summary>Chunks compressed at the same time; default one a core.</summary>
    public int Compressors { get; init; } = Environment.ProcessorCount;

    /// <summary>Files read at the same time; default two a core, which pays on network file systems and cold disks.</summary>
    public int Readers { get; init; } = 2 * Environment.ProcessorCount;

    /// <summary>Length at which a pack is finished, in bytes.</summary>
    public int PackSize { get; init; } = 32 << 20;

    /// <summary>Finished objects stored at the same time. Staging holds about so many packs at most.</summary>
    public int ParallelStores { get; init; } = 4;

    /// <summary>Files up to this length, in bytes, share chunks with their neighbours.</summary>
    public int SmallFileLimit { get; init; } = 512 << 10;

    /// <summary>How large files and streams are cut.</summary>
    public ChunkSizes ChunkSizes { get; init; } = ChunkSizes.Default;

    /// <summary>Share of the files that seem unchanged which are read all the same, 0 to 1: finds bytes that changed behind the file system's back.</summary>
    public double RereadShare { get; init; } = 0.01;

    /// <summary>
    /// A file changed less than this before the parent's scan began is read again: its times may not show a change that came right after.
    /// </summary>
    public TimeSpan TimestampMargin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether what cannot be read is listed instead of failing the component.</summary>
    public bool SkipUnreadable { get; init; }

    /// <summary>Tells which entries of a volume are left out together with all they hold. Called concurrently. Null leaves nothing out.</summary>
    public Func<EntryPath, bool>? Excludes { get; init; }

    /// <summary>Data packs after which the catalog so far is stored, so that a run that dies can be continued from there.</summary>
    public int CheckpointPacks { get; init; } = 16;
}
