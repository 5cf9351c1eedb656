using Holdfast.TestServers.Containers;
using Testcontainers.RabbitMq;

namespace Holdfast.TestServers.RabbitMq;

/// <summary>A broker in a container.</summary>
internal sealed class ContainerBroker : IOwnBroker
{
    private const string Settings = "/etc/rabbitmq";
    private const int Port = 5672;
    private const int SecurePort = 5671;
    private readonly RunningContainer _container;

    private ContainerBroker(RunningContainer container) => _container = container;

    public (string Host, int Port, int SecurePort) Where => (_container.Host, _container.Ports[0], _container.Ports[1]);

    /// <summary>Not known: who waits for it waits for as long as one waits.</summary>
    public string? Ended => null;

    /// <param name="folder">Where its settings are written, and the certificate to trust.</param>
    public static async Task<ContainerBroker> StartAsync(DockerDaemon docker, string folder, bool secure)
    {
        await BrokerFiles.WriteAsync(folder, Settings, $"{Port}", secure ? $"{SecurePort}" : null);
        var builder = new RabbitMqBuilder(DockerImages.RabbitMq).WithUsername("guest").WithPassword("guest").WithHostname("holdfast");
        builder = Directory.GetFiles(folder).Aggregate(builder, (some, file) => some.WithResourceMapping(new FileInfo(file), Settings));
        return new ContainerBroker(await RunningContainer.StartAsync(docker, builder, [Port, SecurePort], CancellationToken.None));
    }

    public Task KillAsync() => _container.KillAsync();

    public Task FreezeAsync() => _container.FreezeAsync();

    public Task ThawAsync() => _container.ThawAsync();

    public Task StartAgainAsync() => _container.StartAgainAsync();

    public Task<string> ControlAsync(params string[] arguments) => _container.RunAsync(["rabbitmqctl", .. arguments]);

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
