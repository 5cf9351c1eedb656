using System.Diagnostics;

namespace Holdfast.TestServers.Processes;

/// <summary>The account servers run as: most refuse to run as root, so root drops to an unprivileged user.</summary>
internal static class ServerUser
{
    /// <summary>What to put in front of a command so that it runs unprivileged; empty when this process is unprivileged already.</summary>
    /// <param name="preferred">The account to use where it exists; <c>nobody</c> elsewhere.</param>
    public static string[] Prefix(string preferred)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return [];
        }

        var user = Name(preferred);
        return ["setpriv", $"--reuid={user}", $"--regid={Run("id", "-g", user).Trim()}", "--clear-groups"];
    }

    /// <summary>Hands <paramref name="directory"/> to the account that <see cref="Prefix"/> drops to.</summary>
    public static void Own(string directory, string preferred)
    {
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", Name(preferred), directory);
        }
    }

    /// <summary>Runs a command to its end and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">The command failed; the message has its error output.</exception>
    public static string Run(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
            Environment = { ["LC_ALL"] = "C.UTF-8" },
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {errors.Result}");
    }

    private static string Name(string preferred) =>
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith(preferred + ":", StringComparison.Ordinal)) ? preferred : "nobody";
}
