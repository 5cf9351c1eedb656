using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Holdfast.TestServers.Conditions;

namespace Holdfast.TestServers.Commands;

/// <summary>The real command <c>holdfast</c> as a process of its own, with an environment that holds nothing else of Holdfast.</summary>
public sealed class HoldfastCommand : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly StringBuilder _said = new();
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private HoldfastCommand(ProcessStartInfo start, string? input)
    {
        _process = Process.Start(start)!;
        if (input is not null)
        {
            _process.StandardInput.Write(input);
        }

        _process.StandardInput.Close();
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = ReadErrorsAsync();
    }

    /// <summary>Starts it without waiting for its end.</summary>
    /// <param name="environment">Its variables, such as <c>HOLDFAST_URL</c>.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="input">Its standard input.</param>
    public static HoldfastCommand Start(IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments, string? input = null)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var program = Path.Combine(configuration.Parent!.Parent!.FullName, "Holdfast.Cli", configuration.Name, "holdfast");

        // A test run in the background of a script has SIGINT ignored, and what it starts would inherit that.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("HOLDFAST_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new HoldfastCommand(start, input);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<Ended> RunAsync(IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments, string? input = null)
    {
        await using var command = Start(environment, arguments, input);
        return await command.EndAsync();
    }

    /// <summary>Waits until it has written a text to standard error.</summary>
    public Task SaysAsync(string text) => Eventually.TrueAsync(
        () =>
        {
            lock (_said)
            {
                return _said.ToString().Contains(text, StringComparison.Ordinal);
            }
        },
        $"it says: {text}");

    /// <summary>Ctrl-C.</summary>
    public async Task InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<Ended> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        return new Ended(_process.ExitCode, await _output, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<string> ReadErrorsAsync()
    {
        var buffer = new char[1024];
        while (await _process.StandardError.ReadAsync(buffer) is var read and > 0)
        {
            lock (_said)
            {
                _said.Append(buffer, 0, read);
            }
        }

        return _said.ToString();
    }

    /// <summary>How it ended.</summary>
    /// <param name="Status">The exit status.</param>
    /// <param name="Output">Standard output.</param>
    /// <param name="Errors">Standard error.</param>
    public sealed record Ended(int Status, string Output, string Errors)
    {
        /// <summary>Standard output as JSON lines.</summary>
        public IReadOnlyList<JsonObject> Lines =>
            [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
    }
}
