using System.Diagnostics;
using Xunit;

namespace Holdfast.ObjectStores.Tests.Machine;

/// <summary>Runs commands in a mount namespace of their own, so that whatever they mount is gone when they end.</summary>
internal static class Mounts
{
    /// <summary>A wrapper that runs <paramref name="script"/>, which ends with <c>exec "$@"</c>, before the command.</summary>
    /// <param name="directory">The script's <c>$0</c>.</param>
    /// <param name="script">Mounts something.</param>
    public static string[] Wrapper(string directory, string script) =>
        ["unshare", "--mount", "sh", "-c", "set -e; " + script + "; exec \"$@\"", directory];

    /// <summary>Skips the test, loudly, when this machine cannot do what <paramref name="script"/> does.</summary>
    public static void Require(string directory, string script)
    {
        var probe = Wrapper(directory, script).Append("true").ToArray();
        using var process = Process.Start(new ProcessStartInfo(probe[0], probe[1..]) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.SkipUnless(
            process.ExitCode == 0,
            $"NOT TESTED: this machine does not let the tests mount file systems ({errors.Trim()}). Run them as root, with CAP_SYS_ADMIN and loop devices.");
    }
}
