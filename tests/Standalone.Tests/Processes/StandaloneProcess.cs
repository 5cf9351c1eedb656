using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Holdfast.TestServers.Conditions;

namespace Holdfast.Standalone.Tests.Processes;

/// <summary>The real executable, as an operator starts it, on a port of its own.</summary>
internal sealed partial class StandaloneProcess : IAsyncDisposable
{
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = [];
    private readonly HttpClient _client = new();

    private StandaloneProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Start();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Kill();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Everything it has written so far, in lines.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>The key that it printed at its first start; null when it printed none.</summary>
    public string? PrintedKey => KeyPattern().Match(Output) is { Success: true } match ? match.Value : null;

    /// <summary>The key that calls are made with.</summary>
    public string? Key { get; set; }

    /// <summary>Where its API is.</summary>
    public string Address => _client.BaseAddress!.ToString();

    /// <summary>Starts it without waiting for anything.</summary>
    public static StandaloneProcess Start(params IEnumerable<string> arguments) => StartWith([], arguments);

    private static StandaloneProcess StartWith(IEnumerable<(string Name, string Value)> environment, IEnumerable<string> arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var program = Path.Combine(configuration.Parent!.Parent!.FullName, "Holdfast.Standalone", configuration.Name, "holdfast-standalone");
        var start = new ProcessStartInfo(program, [.. arguments, "--Api:Urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new StandaloneProcess(start);
    }

    /// <summary>Starts it and waits until it is ready for calls.</summary>
    /// <param name="key">The key for calls; the printed one when null.</param>
    /// <param name="environment">Further variables.</param>
    public static async Task<StandaloneProcess> StartReadyAsync(
        string configuration, string? key = null, params IEnumerable<(string Name, string Value)> environment)
    {
        var standalone = StartWith(environment, ["--config", configuration]);
        await Eventually.TrueAsync(() => AddressPattern().IsMatch(standalone.Output) || standalone._process.HasExited, "the API listens");
        Assert.False(standalone._process.HasExited, standalone.Output);
        standalone._client.BaseAddress = new Uri(AddressPattern().Match(standalone.Output).Groups[1].Value);
        standalone.Key = key ?? standalone.PrintedKey;
        await Eventually.TrueAsync(async () => (await standalone.CallAsync("GET /readyz")).Status == 200, "it is ready");
        return standalone;
    }

    public async Task<(int Status, string Text)> CallAsync(string call, string? body = null)
    {
        var parts = call.Split(' ', 2);
        using var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1]);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until a status call no longer tells of an ongoing operation.</summary>
    public async Task<JsonNode> EndsAsync(string call)
    {
        var answer = "";
        await Eventually.TrueAsync(
            async () => !(answer = (await CallAsync(call)).Text).Contains("operation ongoing", StringComparison.Ordinal), $"{call} has an end");
        return JsonNode.Parse(answer)!;
    }

    /// <summary>Backs everything up and waits for the end.</summary>
    public async Task<(string Timestamp, string Status)> BackUpAsync()
    {
        var (status, text) = await CallAsync("POST /api/backup", "{}");
        Assert.True(status == 202, text);
        var timestamp = text[(text.LastIndexOf(' ') + 1)..].TrimEnd('"', '}');
        return (timestamp, (string)(await EndsAsync($"GET /api/backup/status?timestamp={timestamp}"))["status"]!);
    }

    /// <summary>Asks it to stop, and waits.</summary>
    /// <returns>The exit status.</returns>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        return await ExitAsync();
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(ExitLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"It did not end within {ExitLimit.TotalSeconds:0} seconds{(_process.HasExited ? ", or others still hold its output" : "")}:\n{Output}");
        }

        return _process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended, or was disposed of.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _client.Dispose();
    }

    private void Note(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }

    [GeneratedRegex(@"the API listens on (http://\S+)")]
    private static partial Regex AddressPattern();

    [GeneratedRegex("hf_[A-Za-z0-9_-]{43}")]
    private static partial Regex KeyPattern();
}
