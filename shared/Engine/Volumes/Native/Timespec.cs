using System.Runtime.InteropServices;

using Holdfast.Engine.Catalogs;

namespace Holdfast.Engine.Volumes.Native;

/// <summary><c>struct timespec</c> of 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Timespec
{
    /// <summary>UTIME_OMIT: leaves this time as it is.</summary>
    internal const long Omit = (1L << 30) - 2;

    internal long Seconds;
    internal long Nanoseconds;

    internal static Timespec From(FileTime time) => new() { Seconds = time.Seconds, Nanoseconds = time.Nanoseconds };
}
