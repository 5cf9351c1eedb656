using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;
using DotNet.Testcontainers.Images;
using Holdfast.TestServers.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.TestServers.Containers;

/// <summary>A server in a container, with ports that stay the same when it is killed and started again. It is removed when the test process ends.</summary>
/// <remarks>When that is killed, Testcontainers' reaper removes it where its image can be had.</remarks>
internal sealed class RunningContainer : IAsyncDisposable
{
    private const string Loopback = "127.0.0.1";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ReachLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ExitLimit = TimeSpan.FromSeconds(5);
    private static readonly ConcurrentDictionary<RunningContainer, bool> Running = new();

    private readonly DockerDaemon _docker;
    private readonly IContainer _container;

    /// <summary>The daemon goes on removing when nobody waits for it any more.</summary>
    static RunningContainer() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        Task.WhenAll(Running.Keys.Select(container => container._docker.RemoveAsync(container._container.Id))).Wait(ExitLimit);

    private RunningContainer(DockerDaemon docker, IContainer container, string host, int[] ports) => (_docker, _container, Host, Ports) = (docker, container, host, ports);

    /// <summary>The name to reach it by.</summary>
    public string Host { get; }

    /// <summary>What its ports are called on <see cref="Host"/>, in the order given at the start.</summary>
    public IReadOnlyList<int> Ports { get; }

    /// <summary>Starts a container and waits as its builder says.</summary>
    /// <param name="builder">The container, without ports.</param>
    /// <param name="ports">Those inside it that are to be reached.</param>
    public static async Task<RunningContainer> StartAsync<TBuilder, TContainer, TConfiguration>(
        DockerDaemon docker, ContainerBuilder<TBuilder, TContainer, TConfiguration> builder, int[] ports, CancellationToken cancellationToken)
        where TBuilder : ContainerBuilder<TBuilder, TContainer, TConfiguration>
        where TContainer : IContainer
        where TConfiguration : IContainerConfiguration
    {
        await SetUpAsync(docker);
        var isHere = docker.Endpoint.Scheme == "unix" && TestcontainersSettings.DockerHostOverride is null;
        var taken = FreePort.Take(ports.Length);
        var container = builder
            .WithDockerEndpoint(docker.Endpoint)
            .WithLogger(NullLogger.Instance)
            .WithCreateParameterModifier(parameters => parameters.HostConfig!.PortBindings = Bindings(ports, taken, isHere ? Loopback : ""))
            .Build();
        try
        {
            await container.StartAsync(cancellationToken);
        }
        catch
        {
            if (container.State != TestcontainersStates.Undefined)
            {
                await docker.RemoveAsync(container.Id); // what never ran, Testcontainers leaves behind
            }

            await container.DisposeAsync();
            throw;
        }

        var running = new RunningContainer(docker, container, isHere ? Loopback : container.Hostname, taken);
        Running[running] = true;
        if (!await running.CanBeReachedAsync(cancellationToken))
        {
            await running.DisposeAsync();
            throw new InvalidOperationException(
                $"A container that was started cannot be reached at {running.Host}:{taken[0]}: put the Docker host's name into TESTCONTAINERS_HOST_OVERRIDE, or set HOLDFAST_TEST_SERVERS=packages.");
        }

        return running;
    }

    /// <summary>Ends it as a crash would; its disk stays.</summary>
    public Task KillAsync() => _docker.PostAsync($"containers/{_container.Id}/kill?signal=KILL");

    /// <summary>Starts it on what it had stored, and returns at once.</summary>
    public Task StartAgainAsync() => _docker.PostAsync($"containers/{_container.Id}/start");

    /// <summary>Stops every process in it where it is.</summary>
    public Task FreezeAsync() => _container.PauseAsync();

    public Task ThawAsync() => _container.UnpauseAsync();

    /// <summary>Runs a command inside and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<string> RunAsync(params string[] command)
    {
        var result = await _container.ExecAsync(command);
        return result.ExitCode == 0
            ? result.Stdout
            : throw new InvalidOperationException($"{string.Join(' ', command)} in a container ended with {result.ExitCode}: {result.Stderr}");
    }

    public async ValueTask DisposeAsync()
    {
        if (Running.TryRemove(this, out _))
        {
            await _docker.RemoveAsync(_container.Id);
            await _container.DisposeAsync();
        }
    }

    /// <summary>By themselves, containers may take an hour to start; and the image of the reaper may be missing.</summary>
    private static async Task SetUpAsync(DockerDaemon docker)
    {
        TestcontainersSettings.WaitStrategyTimeout ??= StartLimit;
        TestcontainersSettings.ResourceReaperImage ??= new DockerImage(DockerImages.Reaper);
        TestcontainersSettings.ResourceReaperEnabled = TestcontainersSettings.ResourceReaperEnabled && await docker.LacksAsync(TestcontainersSettings.ResourceReaperImage.FullName, patiently: false) is null;
    }

    private async Task<bool> CanBeReachedAsync(CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ReachLimit);
        try
        {
            await client.ConnectAsync(Host, Ports[0], limit.Token);
            return true;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static Dictionary<string, IList<PortBinding>> Bindings(int[] inside, int[] outside, string address) =>
        inside.Zip(outside).ToDictionary(
            pair => $"{pair.First.ToString(CultureInfo.InvariantCulture)}/tcp",
            pair => (IList<PortBinding>)[new PortBinding { HostIP = address, HostPort = pair.Second.ToString(CultureInfo.InvariantCulture) }]);
}
