using System.Diagnostics;

namespace Holdfast.TestServers.Processes;

/// <summary>A server process that ends with the test process, however that one ends.</summary>
/// <remarks>
/// A small shell holds the read end of a pipe to this process. When the pipe closes, because of <see cref="DisposeAsync"/> or
/// because the test process was killed, the shell stops the server and removes its directory.
/// </remarks>
internal sealed class GuardedProcess : IAsyncDisposable
{
    private const string Guard = """
        directory=$1; shift
        "$@" </dev/null >>"$directory/log" 2>&1 &
        server=$!
        trap '' INT TERM HUP
        cat >/dev/null
        kill -QUIT $server 2>/dev/null
        wait $server
        rm -rf "$directory"
        """;

    private readonly Process _shell;

    private GuardedProcess(Process shell) => _shell = shell;

    /// <summary>Starts <paramref name="command"/>; its output goes to the file <c>log</c> in <paramref name="directory"/>.</summary>
    /// <param name="directory">Removed when the process has ended.</param>
    /// <param name="command">The program and its arguments; stopped by SIGQUIT.</param>
    public static GuardedProcess Start(string directory, IEnumerable<string> command)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true };
        foreach (var argument in (string[])["-c", Guard, "guard", directory, .. command])
        {
            start.ArgumentList.Add(argument);
        }

        return new GuardedProcess(Process.Start(start) ?? throw new InvalidOperationException("/bin/sh did not start"));
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
