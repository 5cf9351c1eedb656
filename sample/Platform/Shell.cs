using System.Diagnostics;
using System.Text;

namespace Holdfast.Sample.Platform;

/// <summary>Runs a shell script or a program to its end.</summary>
internal static class Shell
{
    /// <param name="script">For /bin/sh, which stops at the first command that fails.</param>
    /// <param name="folder">Where it runs.</param>
    /// <returns>What it printed, each byte as one character, since names of files need not be UTF-8.</returns>
    /// <exception cref="InvalidOperationException">It failed; the message has its error output.</exception>
    public static Task<string> RunAsync(string script, string folder, CancellationToken cancellationToken) =>
        RunAsync(new ProcessStartInfo("/bin/sh", ["-eu", "-c", script]) { WorkingDirectory = folder, Environment = { ["LC_ALL"] = "C.UTF-8" } }, cancellationToken);

    /// <exception cref="InvalidOperationException">It failed; the message has its error output.</exception>
    public static async Task<string> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        (start.StandardOutputEncoding, start.StandardErrorEncoding) = (Encoding.Latin1, Encoding.UTF8);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? output
                : throw new InvalidOperationException($"{start.FileName} ended with status {process.ExitCode}: {(await errors).Trim()}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
