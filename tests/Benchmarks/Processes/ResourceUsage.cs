using System.Runtime.InteropServices;

namespace Holdfast.Benchmarks.Processes;

/// <summary>The C library's <c>struct rusage</c> on 64-bit Linux: two times and fourteen counters, of which the first is used here.</summary>
[StructLayout(LayoutKind.Sequential, Size = 18 * sizeof(long))]
internal struct ResourceUsage
{
    public long UserSeconds;
    public long UserMicroseconds;
    public long SystemSeconds;
    public long SystemMicroseconds;

    /// <summary>Largest resident set in KiB, of the process or of any child it waited for.</summary>
    public long PeakKibibytes;

    public readonly double CpuSeconds => UserSeconds + SystemSeconds + ((UserMicroseconds + SystemMicroseconds) / 1e6);
}
