using System.Diagnostics;
using System.Globalization;
using Holdfast.Benchmarks.Processes;
using Holdfast.Sample.Platform;
using Holdfast.TestServers.Processes;

namespace Holdfast.Benchmarks.Platforms;

/// <summary>One service as a process of its own, as <c>./bench</c> publishes it.</summary>
internal sealed class ServiceHost : IAsyncDisposable
{
    /// <summary>The administrator's API key.</summary>
    public const string Key = "benchmark-administrator-key-0123456789";

    private const double TicksPerSecond = 100; // what the kernel tells programs, whatever it counts in itself
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly HoldfastProcess _process;

    private ServiceHost(HoldfastProcess process, Uri address) => (_process, Address) = (process, address);

    /// <summary>Where it answers.</summary>
    public Uri Address { get; }

    /// <summary>Starts it and measures until everything that it needs is connected.</summary>
    /// <param name="service">Its name, such as <c>db-dumper</c>.</param>
    /// <param name="folder">For its configuration and log.</param>
    /// <param name="configuration">Of the service that listens there.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="starter">A command that runs the program and the arguments that follow it; null for none.</param>
    /// <exception cref="ProcessFailedException">It was not ready in time; the message has the end of its log.</exception>
    public static async Task<(ServiceHost Host, Usage Start)> StartAsync(
        string service, string folder, Func<Uri, HoldfastConfiguration> configuration, CancellationToken cancellationToken, IReadOnlyList<string>? starter = null)
    {
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../services", service, $"holdfast-{service}"));
        if (!File.Exists(program))
        {
            throw new ProcessFailedException($"{program} is missing: start the benchmarks with ./bench, which builds it.");
        }

        var address = new Uri($"http://127.0.0.1:{FreePort.Take()}/");
        Directory.CreateDirectory(folder);
        var (settings, keyFile) = (Path.Combine(folder, "holdfast.json"), Path.Combine(folder, "api-key"));
        configuration(address).Write(settings);
        DataFolder.WriteSecret(keyFile, Key);
        var started = Stopwatch.GetTimestamp();
        var process = HoldfastProcess.Start(
            [.. starter ?? [], program],
            settings,
            keyFile,
            Path.Combine(folder, "service.log"),
            KeyValuePair.Create("ASPNETCORE_URLS", (string?)address.GetLeftPart(UriPartial.Authority)));
        var host = new ServiceHost(process, address);
        try
        {
            using var client = new HttpClient { BaseAddress = address };
            await Waiting.ForAsync<object>($"{service} to be ready", ReadyLimit, () => host.LookAsync(client, cancellationToken), cancellationToken, Pause);
            return (host, host.UsageSoFar(Stopwatch.GetElapsedTime(started).TotalSeconds));
        }
        catch (SampleException problem)
        {
            var tail = process.Tail();
            await host.DisposeAsync();
            throw new ProcessFailedException($"{problem.Message}\n{tail}");
        }
    }

    /// <summary>What it took while it had nothing to do for some time, and the memory it holds after that.</summary>
    public async Task<Usage> IdleAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        var cpu = CpuSeconds();
        await Task.Delay(time, TimeProvider.System, cancellationToken);
        return new Usage(time.TotalSeconds, CpuSeconds() - cpu, Bytes("status", "VmRSS:"));
    }

    /// <summary>Memory that no other process shares: what it would give back if it ended.</summary>
    public long OwnBytes() => Bytes("smaps_rollup", "Private_Clean:") + Bytes("smaps_rollup", "Private_Dirty:");

    /// <summary>What it took since it was started, which is so many seconds ago.</summary>
    public Usage UsageSoFar(double seconds) => new(seconds, CpuSeconds(), Bytes("status", "VmHWM:"));

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task<object?> LookAsync(HttpClient client, CancellationToken cancellationToken)
    {
        if (_process.HasEnded)
        {
            throw new SampleException($"It ended with status {await _process.EndAsync(cancellationToken)}.");
        }

        try
        {
            // More than the status: a bus that is still being connected is no reason for an orchestrator to restart anything.
            return await client.GetStringAsync(new Uri("readyz", UriKind.Relative), cancellationToken) is "Healthy" ? this : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private double CpuSeconds()
    {
        var fields = File.ReadAllText($"/proc/{_process.Id}/stat").Split(") ")[^1].Split(' ');
        return fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private long Bytes(string file, string field)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/{file}").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
