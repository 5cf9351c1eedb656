using System.Runtime.InteropServices;

namespace Holdfast.Engine.Volumes.Native;

/// <summary><c>struct open_how</c> of <c>openat2(2)</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenHow
{
    /// <summary>RESOLVE_NO_SYMLINKS: no component of the path is followed if it is a symbolic link.</summary>
    internal const ulong NoSymlinks = 0x04;

    internal ulong Flags;
    internal ulong Mode;
    internal ulong Resolve;
}
