using System.ComponentModel;
using System.Diagnostics;
using Holdfast.DbDumper.Failures;
using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Clients;

/// <summary>A running client program, its input and output as streams.</summary>
/// <remarks>
/// Disposing it ends the program and whatever that started. When this process dies, the program's pipes close, and it ends at its
/// next read or write.
/// </remarks>
internal sealed class ClientProcess : IAsyncDisposable
{
    private static readonly string[] KeptVariables = ["PGPASSWORD", "PGPASSFILE", "PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY", "PGSYSCONFDIR"];

    private readonly Process _process;
    private readonly Task<IReadOnlyList<string>> _errors;
    private bool _disposed;

    private ClientProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        WidePipe.Widen(Output);
        WidePipe.Widen(Input);
        _errors = ErrorOutput.DrainAsync(process.StandardError);
    }

    /// <summary>What the program writes to standard output.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>The program's standard input, unbuffered.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    public int Id { get; }

    /// <summary>Starts a program.</summary>
    /// <param name="address">The database it connects to; null for one that does not connect.</param>
    /// <exception cref="ClientProgramException">The program could not be started.</exception>
    public static ClientProcess Start(string program, IEnumerable<string> arguments, DatabaseAddress? address)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        SetEnvironment(start.Environment, address);
        try
        {
            return new ClientProcess(Process.Start(start) ?? throw new ClientProgramException($"{program} did not start."));
        }
        catch (Win32Exception exception)
        {
            throw new ClientProgramException($"{program} could not be started: {exception.Message}. Check the installed PostgreSQL client programs.", exception);
        }
    }

    /// <summary>Waits for the program's end, on cancellation after ending it.</summary>
    /// <remarks>The caller must have read <see cref="Output"/> to its end, or do so meanwhile.</remarks>
    public async Task<ClientExit> WaitAsync(CancellationToken cancellationToken)
    {
        await using var stop = cancellationToken.Register(Kill);
        await _process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return new ClientExit(_process.ExitCode, await _errors);
    }

    /// <summary>Ends the program and its children at once; nothing happens when it has ended already.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    // A PGSERVICE, PGCLIENTENCODING or PGOPTIONS that happens to be set here must not change what is dumped.
    private static void SetEnvironment(IDictionary<string, string?> environment, DatabaseAddress? address)
    {
        foreach (var name in environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).Except(KeptVariables).ToArray())
        {
            environment.Remove(name);
        }

        environment.Remove("LC_ALL");
        environment["LC_MESSAGES"] = "C";
        foreach (var (name, value) in address?.ClientEnvironment() ?? [])
        {
            environment[name] = value;
        }
    }
}
