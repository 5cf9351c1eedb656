using System.Diagnostics;

namespace Holdfast.ObjectStores.Tests.Machine;

/// <summary>Runs the store writer as a process of its own, also below other commands that take something away from it.</summary>
internal static class WriterProcess
{
    private static string Program => Path.Join(AppContext.BaseDirectory, "Holdfast.StoreWriter");

    /// <summary>Starts the writer with its output redirected.</summary>
    public static Process Start(IEnumerable<string> arguments) => StartCommand([Program, .. arguments]);

    /// <summary>Runs the writer to its end below <paramref name="wrapper"/>, and gives the lines it printed, cut at tabs.</summary>
    /// <param name="wrapper">A command that runs the command that follows it.</param>
    /// <param name="arguments">For the writer.</param>
    /// <param name="cancellationToken">Kills it.</param>
    public static async Task<List<string[]>> RunAsync(
        IEnumerable<string> wrapper, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = StartCommand([.. wrapper, Program, .. arguments]);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var lines = new List<string[]>();
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                lines.Add(line.Split('\t'));
            }

            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? lines
                : throw new InvalidOperationException($"The writer ended with {process.ExitCode}: {await errors}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static Process StartCommand(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start) ?? throw new InvalidOperationException($"'{command[0]}' did not start.");
    }
}
