using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Holdfast.TestServers.Processes;

/// <summary>A server process that ends with this process, however this one ends.</summary>
/// <remarks>
/// A small shell holds the read end of a pipe to this process. When the pipe closes, because of <see cref="DisposeAsync"/> or
/// because this process was killed, the shell stops the server. The server has a session of its own, so that Ctrl-C reaches it only this way.
/// </remarks>
public sealed class GuardedProcess : IAsyncDisposable
{
    private const string Guard = """
        log=$1 signal=$2 remove=$3; shift 3
        exec 3<&0
        $(command -v setsid) "$@" </dev/null >>"$log" 2>&1 3<&- &
        server=$!
        trap '' INT TERM HUP
        { cat <&3 >/dev/null; kill -"$signal" $server; } 2>/dev/null &
        watch=$!
        echo $server
        exec >/dev/null 2>&1
        wait $server; status=$?
        kill -KILL $watch 2>/dev/null
        [ -z "$remove" ] || rm -rf "$remove"
        exit $status
        """;

    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(1);

    /// <summary>One that nobody holds must not be collected: that would close its pipe.</summary>
    private static readonly ConcurrentDictionary<GuardedProcess, bool> Running = new();

    private readonly Process _shell;

    private GuardedProcess(Process shell, int id) => (_shell, Id) = (shell, id);

    /// <summary>The server's process id.</summary>
    public int Id { get; }

    /// <summary>Whether the server has ended.</summary>
    public bool HasEnded => _shell.HasExited;

    /// <summary>Starts <paramref name="command"/>.</summary>
    /// <param name="log">The file to which its output is appended.</param>
    /// <param name="signal">What asks it to stop, such as QUIT or TERM.</param>
    /// <param name="removeAfterwards">A folder to remove when it has ended.</param>
    /// <param name="environment">Variables to set, or to unset where the value is null.</param>
    public static GuardedProcess Start(
        IEnumerable<string> command,
        string log,
        string signal,
        string? removeAfterwards = null,
        IEnumerable<KeyValuePair<string, string?>>? environment = null)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Guard, "guard", log, signal, removeAfterwards ?? "", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        var shell = Process.Start(start) ?? throw new InvalidOperationException("/bin/sh did not start");
        var guarded = new GuardedProcess(shell, int.Parse(shell.StandardOutput.ReadLine() ?? "", CultureInfo.InvariantCulture));
        Running[guarded] = true;
        return guarded;
    }

    /// <summary>Waits until the server has ended by itself.</summary>
    /// <returns>Its exit status, as the shell tells it: above 128 when a signal ended it.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellationToken = default)
    {
        await _shell.WaitForExitAsync(cancellationToken);
        return _shell.ExitCode;
    }

    /// <summary>Ends the server at once, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (!_shell.HasExited)
        {
            ServerUser.Run("/bin/sh", "-c", $"kill -KILL {Id} 2>/dev/null || true");
            await _shell.WaitForExitAsync();
        }
    }

    /// <summary>Asks the server to stop and waits; kills it when it takes longer than a minute.</summary>
    public async ValueTask DisposeAsync()
    {
        Running.TryRemove(this, out _);
        _shell.StandardInput.Close();
        try
        {
            await _shell.WaitForExitAsync().WaitAsync(StopLimit, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            await KillAsync();
        }

        _shell.Dispose();
    }
}
