using Holdfast.Engine.Catalogs;

namespace Holdfast.Engine.Volumes;

/// <summary>How a volume is walked.</summary>
public sealed class ScanOptions
{
    /// <summary>Directories read at the same time; more than there are cores pays on network file systems and cold disks. 1 to 256.</summary>
    public int Workers { get; init; } = Math.Min(16, 2 * Environment.ProcessorCount);

    /// <summary>Entries kept ready ahead of the caller, at least 1; together with the depth of the tree this bounds the memory.</summary>
    public int LookAhead { get; init; } = 16384;

    /// <summary>Entries handed out together, at least 1; the last batch may be shorter.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Whether what is mounted inside the volume is left out: a mount point counts as an empty directory.</summary>
    public bool StayOnFileSystem { get; init; } = true;

    /// <summary>Called for each mount point whose content is left out, in catalog order within its directory.</summary>
    public Action<EntryPath>? OnMountPoint { get; init; }

    /// <summary>
    /// Told of each entry that cannot be inspected and each directory that cannot be listed (which is then given as an empty one).
    /// When null, the scan fails with the exception instead.
    /// </summary>
    public Action<EntryPath, VolumeException>? OnUnreadable { get; init; }

    /// <summary>Tells which entries are left out together with all they hold. Called concurrently. Null leaves nothing out.</summary>
    public Func<EntryPath, bool>? Excludes { get; init; }

    /// <summary>Counts up while the scan runs.</summary>
    public ScanCounts Counts { get; } = new();
}
