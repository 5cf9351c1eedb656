namespace Holdfast.Engine.Catalogs;

/// <summary>What the file system says of an entry, without its name, content, link target and extended attributes.</summary>
public readonly record struct EntryMetadata
{
    public required EntryKind Kind { get; init; }

    /// <summary>Permission bits with set-id and sticky bits, 0 to 07777 octal.</summary>
    public uint Mode { get; init; }

    /// <summary>Numeric owner.</summary>
    public uint Uid { get; init; }

    /// <summary>Numeric group.</summary>
    public uint Gid { get; init; }

    /// <summary>Last change of the content.</summary>
    public FileTime ModifiedAt { get; init; }

    /// <summary>Last change of the inode. Compared to find changes, never restored.</summary>
    public FileTime ChangedAt { get; init; }

    /// <summary>Compared to find changes, never restored.</summary>
    public ulong Inode { get; init; }

    /// <summary>Content length in bytes; 0 for all but files and streams.</summary>
    public long Size { get; init; }

    /// <summary>Major number of a device node, else 0.</summary>
    public uint DeviceMajor { get; init; }

    /// <summary>Minor number of a device node, else 0.</summary>
    public uint DeviceMinor { get; init; }
}
