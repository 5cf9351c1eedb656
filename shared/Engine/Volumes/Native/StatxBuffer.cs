using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

using Holdfast.Engine.Catalogs;

namespace Holdfast.Engine.Volumes.Native;

/// <summary><c>struct statx</c>, laid out alike on every architecture.</summary>
[StructLayout(LayoutKind.Sequential, Size = 256)]
internal struct StatxBuffer
{
    internal const uint TypeMask = 0xF000;
    internal const uint FifoType = 0x1000;
    internal const uint CharacterDeviceType = 0x2000;
    internal const uint DirectoryType = 0x4000;
    internal const uint BlockDeviceType = 0x6000;
    internal const uint RegularType = 0x8000;
    internal const uint SymlinkType = 0xA000;
    internal const uint SocketType = 0xC000;

    private const ulong MountRootAttribute = 0x2000;

    internal uint Mask;
    internal uint BlockSize;
    internal ulong Attributes;
    internal uint Links;
    internal uint Uid;
    internal uint Gid;
    internal ushort Mode;
    internal ushort Spare;
    internal ulong Inode;
    internal ulong Size;
    internal ulong Blocks;
    internal ulong AttributesMask;
    internal StatxTime AccessedAt;
    internal StatxTime BornAt;
    internal StatxTime ChangedAt;
    internal StatxTime ModifiedAt;
    internal uint SpecialMajor;
    internal uint SpecialMinor;
    internal uint DeviceMajor;
    internal uint DeviceMinor;

    internal readonly ulong Device => ((ulong)DeviceMajor << 32) | DeviceMinor;

    /// <summary>Whether another file system, or another part of the same one, is mounted here.</summary>
    internal readonly bool IsMountRoot => (Attributes & AttributesMask & MountRootAttribute) != 0;

    internal readonly EntryKind Kind => (Mode & TypeMask) switch
    {
        RegularType => EntryKind.File,
        DirectoryType => EntryKind.Directory,
        SymlinkType => EntryKind.Symlink,
        FifoType => EntryKind.Fifo,
        SocketType => EntryKind.Socket,
        CharacterDeviceType => EntryKind.CharacterDevice,
        BlockDeviceType => EntryKind.BlockDevice,
        var type => throw new InvalidDataException($"The file system reports file type {type:x4}, which Linux does not define."),
    };

    internal readonly EntryMetadata Metadata
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        get
        {
            var kind = Kind;
            var isDevice = kind is EntryKind.CharacterDevice or EntryKind.BlockDevice;
            return new EntryMetadata
            {
                Kind = kind,
                Mode = Mode & ~TypeMask,
                Uid = Uid,
                Gid = Gid,
                ModifiedAt = ModifiedAt.Time,
                ChangedAt = ChangedAt.Time,
                Inode = Inode,
                Size = kind == EntryKind.File ? (long)Size : 0,
                DeviceMajor = isDevice ? SpecialMajor : 0,
                DeviceMinor = isDevice ? SpecialMinor : 0,
            };
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal readonly ScannedEntry Entry(EntryPath path) => new()
    {
        Path = path,
        Metadata = Metadata,
        Device = Device,
        Links = Links,
        Blocks = (long)Blocks,
    };
}
