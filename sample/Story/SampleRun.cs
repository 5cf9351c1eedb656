using System.Net.Sockets;
using System.Security.Cryptography;
using Holdfast.Sample.Platform;

namespace Holdfast.Sample.Story;

/// <summary><c>./run</c> from its first line to its last.</summary>
internal sealed class SampleRun(SampleOptions options)
{
    private static readonly TimeSpan LeftOverLimit = TimeSpan.FromMinutes(10);
    private readonly Terminal _terminal = new();

    /// <returns>The exit status.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var folder = new DataFolder(options.Folder);
        await using var mine = folder.Lock();
        EnsurePortIsFree();
        _terminal.Step($"The sample platform, below {folder.Path}");
        _terminal.Progress("starting PostgreSQL");
        await using var platform = await SamplePlatform.OpenAsync(folder, cancellationToken);
        _terminal.Line($"PostgreSQL: {platform.ServerText}");
        var first = !File.Exists(folder.StateDatabase);
        if (first)
        {
            await platform.CompleteAsync(_terminal, cancellationToken);
        }

        _terminal.Step("Holdfast, all services in one process");
        platform.Configuration(options.Address).Write(folder.Configuration);
        if (!File.Exists(folder.ApiKey))
        {
            DataFolder.WriteSecret(folder.ApiKey, RandomNumberGenerator.GetHexString(40, lowercase: true));
        }

        await using var process = HoldfastProcess.Start([options.Standalone], folder.Configuration, folder.ApiKey, folder.Log);
        _terminal.Progress("starting");
        await process.ReadyAsync(options.Address, cancellationToken);
        _terminal.Line($"{options.Address} is ready after {_terminal.Elapsed}; configuration {folder.Configuration}, log {folder.Log}");
        using var api = new HoldfastApi(options.Address, (await File.ReadAllTextAsync(folder.ApiKey, cancellationToken)).Trim());
        if (!first)
        {
            await GoOnAsync(platform, api, cancellationToken);
        }

        foreach (var line in await platform.DescribeAsync(cancellationToken))
        {
            _terminal.Line(line);
        }

        var equal = await new Demonstration(folder, platform, api, _terminal).RunAsync(cancellationToken);
        Console.WriteLine(equal ? "\nEverything is back as it was." : "\nNOT everything came back as it was.");
        if (!options.Exit)
        {
            ShowCalls(folder);
            await process.EndAsync(cancellationToken);
            throw new SampleException($"Holdfast ended by itself. The end of its log {folder.Log}:\n{process.Tail()}");
        }

        return equal ? 0 : 1;
    }

    /// <summary>On a folder that an earlier run left, perhaps in the middle of something.</summary>
    private async Task GoOnAsync(SamplePlatform platform, HoldfastApi api, CancellationToken cancellationToken)
    {
        await Waiting.ForAsync<object>(
            "what an earlier run left unfinished to end",
            LeftOverLimit,
            async () =>
            {
                var (code, body) = await api.CallAsync(HttpMethod.Get, "/api/backup/latest", null, cancellationToken);
                var status = $"{body["status"]}";
                _terminal.Progress(status);
                return HoldfastApi.IsOngoing(status) ? null : code;
            },
            cancellationToken);
        var created = await platform.CompleteAsync(_terminal, cancellationToken);
        _terminal.Line(created == 0 ? "the sample of an earlier run is here, and lives on" : $"{created} components were missing and are created again");
        await platform.Databases.LiveOnAsync(cancellationToken);
        await platform.Volumes.LiveOnAsync(TimeProvider.System.GetUtcNow(), cancellationToken);
    }

    private void EnsurePortIsFree()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, options.Address.Port));
        }
        catch (SocketException exception)
        {
            throw new SampleException(
                $"Port {options.Address.Port} is taken. Stop what listens there, or choose another port: HOLDFAST_RUN_PORT={options.Address.Port + 1} ./run", exception);
        }
    }

    private void ShowCalls(DataFolder folder)
    {
        _terminal.Step($"Holdfast is running at {options.Address} until Ctrl-C. Try");
        _terminal.Line($"key=$(cat {folder.ApiKey})");
        foreach (var call in (string[])
        [
            "-X POST {0}api/backup -d '{{}}'",
            "{0}api/backup/status",
            "{0}api/backup/list",
            "-X POST {0}api/restore -d '{{\"timestamp\":\"...\",\"svcs\":{{\"gitserver\":{{\"disable\":true}}}}}}'",
            "{0}api/restore/status",
        ])
        {
            _terminal.Line($"curl -H \"Cookie: prophecy-token=$key\" {string.Format(System.Globalization.CultureInfo.InvariantCulture, call, options.Address)}");
        }
    }
}
