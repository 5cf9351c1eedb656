using System.Diagnostics;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Machine;

/// <summary>Makes system calls of a process fail, with <c>strace</c>.</summary>
internal static class SystemCallFaults
{
    /// <summary>A wrapper below which <paramref name="call"/> fails, or a skipped test where there is no strace.</summary>
    /// <param name="call">The system call.</param>
    /// <param name="fault">As strace takes it, e.g. <c>error=EIO:when=1</c>; calls are counted in each thread.</param>
    public static string[] Wrapper(string call, string fault)
    {
        string[] wrapper = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", $"trace={call}", "-e", $"inject={call}:{fault}"];
        var works = false;
        try
        {
            using var process = Process.Start(wrapper[0], [.. wrapper[1..], "true"]);
            process.WaitForExit();
            works = process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Not installed.
        }

        Assert.SkipUnless(works, "NOT TESTED: strace is missing or not permitted to trace. Install it, and allow ptrace.");
        return wrapper;
    }
}
