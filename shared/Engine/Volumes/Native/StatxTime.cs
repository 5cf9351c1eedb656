using System.Runtime.InteropServices;

using Holdfast.Engine.Catalogs;

namespace Holdfast.Engine.Volumes.Native;

/// <summary><c>struct statx_timestamp</c>.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct StatxTime
{
    internal long Seconds;
    internal uint Nanoseconds;

    internal readonly FileTime Time => new(Seconds, Nanoseconds);
}
