using System.Security.Cryptography;
using Holdfast.Sample.Platform;
using Holdfast.TestServers.Processes;

namespace Holdfast.EndToEnd.Tests.Platforms;

/// <summary>The real executable with a configuration, and its API: what may be killed and started again.</summary>
internal sealed class RunningHoldfast : IAsyncDisposable
{
    private static readonly TimeSpan OperationLimit = TimeSpan.FromMinutes(3);

    /// <summary>Root without the right to read what its mode forbids.</summary>
    private static readonly string[] WithoutOverride = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"];

    private readonly string _folder;
    private readonly string[] _command;
    private readonly KeyValuePair<string, string?>[] _environment;
    private readonly Uri _address;
    private HoldfastProcess? _process;

    private RunningHoldfast(string folder, Uri address, string key, string[] command, KeyValuePair<string, string?>[] environment)
    {
        (_folder, _address, _command) = (folder, address, command);
        _environment = [KeyValuePair.Create("Scheduler__RetryPause", (string?)"00:00:00.1"), .. environment];
        Api = new HoldfastApi(address, key);
    }

    public HoldfastApi Api { get; }

    public HoldfastProcess Process => _process ?? throw new InvalidOperationException("Holdfast is not running.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts it and waits until it serves requests.</summary>
    /// <param name="folder">For its state, configuration and log; made when it does not exist.</param>
    /// <param name="configuration">Gives the configuration for an address, whose port is free.</param>
    /// <param name="rootMayNotReadAll">Whether modes of files bind it even when it runs as root.</param>
    /// <param name="environment">Further variables.</param>
    public static async Task<RunningHoldfast> StartAsync(
        string folder, Func<Uri, HoldfastConfiguration> configuration, bool rootMayNotReadAll = false, params KeyValuePair<string, string?>[] environment)
    {
        Directory.CreateDirectory(folder);
        var key = RandomNumberGenerator.GetHexString(40, lowercase: true);
        await File.WriteAllTextAsync(Path.Combine(folder, "api-key"), key, Token);
        var address = new Uri($"http://127.0.0.1:{FreePort.Take()}/");
        configuration(address).Write(Path.Combine(folder, "holdfast.json"));
        string[] command = [.. rootMayNotReadAll && Environment.IsPrivilegedProcess ? WithoutOverride : [], HoldfastProcess.Executable()];
        var holdfast = new RunningHoldfast(folder, address, key, command, environment);
        await holdfast.StartAgainAsync();
        return holdfast;
    }

    /// <summary>Starts it on what the last process left.</summary>
    /// <param name="under">A program and its arguments that starts it, in a world of its own.</param>
    public async Task StartAgainAsync(params IEnumerable<string> under)
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _process = HoldfastProcess.Start(
            [.. under, .. _command],
            Path.Combine(_folder, "holdfast.json"),
            Path.Combine(_folder, "api-key"),
            Path.Combine(_folder, "holdfast.log"),
            _environment);
        await _process.ReadyAsync(_address, Token);
    }

    /// <summary>Takes a backup that must succeed.</summary>
    public async Task<string> BackUpAsync()
    {
        var timestamp = await Api.BackUpAsync(Token);
        Succeeded(await BackupEndAsync(timestamp));
        return timestamp;
    }

    /// <summary>Takes a backup that must fail.</summary>
    /// <returns>Its timestamp and status.</returns>
    public async Task<(string Timestamp, string Status)> FailToBackUpAsync()
    {
        var timestamp = await Api.BackUpAsync(Token);
        var status = await BackupEndAsync(timestamp);
        Assert.NotEqual(HoldfastApi.Success, status);
        return (timestamp, status);
    }

    /// <summary>Restores, which must succeed.</summary>
    public async Task RestoreAsync(string timestamp, string more = "")
    {
        await Api.RestoreAsync(timestamp, Token, more);
        Succeeded(await RestoreEndAsync(timestamp));
    }

    public Task<string> BackupEndAsync(string timestamp) => EndAsync($"backup {timestamp}", () => Api.BackupStatusAsync(timestamp, Token));

    public Task<string> RestoreEndAsync(string timestamp) => EndAsync($"the restore of {timestamp}", () => Api.RestoreStatusAsync(timestamp, Token));

    /// <summary>The statuses of all backups by their timestamps.</summary>
    public async Task<Dictionary<string, string>> BackupsAsync() => (await Api.BackupsAsync(Token)).ToDictionary(entry => entry.Timestamp, entry => entry.Status);

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    private async Task<string> EndAsync(string what, Func<Task<string?>> status)
    {
        var latest = "";
        try
        {
            return await HoldfastApi.EndAsync(what, OperationLimit, status, text => latest = text, Token);
        }
        catch (Exception exception) when (exception is SampleException or HttpRequestException)
        {
            throw new InvalidOperationException($"{exception.Message} It was: {latest}\n{Process.Tail()}", exception);
        }
    }

    private void Succeeded(string status) => Assert.True(status == HoldfastApi.Success, $"{status}\n{Process.Tail()}");
}
