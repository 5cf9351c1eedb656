using System.Diagnostics;

using Xunit;

namespace Holdfast.Engine.Tests.Volumes;

/// <summary>Something mounted for a test; unmounted at the end.</summary>
internal sealed class Mount : IDisposable
{
    private readonly string _directory;

    private Mount(string directory) => _directory = directory;

    /// <summary>Mounts, or skips the test loudly where this process may not.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="arguments">What <c>mount</c> takes before the directory.</param>
    public static Mount At(string directory, params IEnumerable<string> arguments)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "NOT TESTED: only root may mount. Run the tests as root to cover this.");
        var error = Run("mount", [.. arguments, directory]);
        Assert.SkipUnless(error is null, $"NOT TESTED: mounting is not permitted here: {error}");
        return new Mount(directory);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Null when it succeeded, else what it said.</returns>
    public static string? Run(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : error;
    }

    public void Dispose() => Run("umount", ["--lazy", _directory]);
}
