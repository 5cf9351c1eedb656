using System.Runtime.InteropServices;

namespace Holdfast.Engine.Volumes.Native;

/// <summary>The start of <c>struct statvfs</c> of 64-bit Linux, with room for the rest.</summary>
[StructLayout(LayoutKind.Sequential, Size = 256)]
internal struct StatvfsBuffer
{
    internal ulong BlockSize;
    internal ulong FragmentSize;
    internal ulong Blocks;
    internal ulong FreeBlocks;
    internal ulong AvailableBlocks;
    internal ulong Files;
    internal ulong FreeFiles;
    internal ulong AvailableFiles;
}
