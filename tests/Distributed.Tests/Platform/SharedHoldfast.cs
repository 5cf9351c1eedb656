using Holdfast.CrashPoints;
using Holdfast.Distributed.Tests.Bus;
using Holdfast.FaultyStores.Network;
using Holdfast.TestServers.RabbitMq;

namespace Holdfast.Distributed.Tests.Platform;

/// <summary>
/// One of each service on one broker, shared by the tests that leave it running and idle, since starting takes longer than most of them. Each
/// service can be told to die at a step, and has a line of its own to the broker.
/// </summary>
public sealed class SharedHoldfast : HoldfastOnBroker
{
    /// <summary>Of the collection of tests that share it.</summary>
    public const string Name = "One Holdfast";

    private readonly Dictionary<Service, FaultProxy> _lines = [];

    /// <summary>The folder of a service's crash orders.</summary>
    internal string OrdersOf(Service service) => Platform.In($"orders-{service}");

    /// <summary>The line between a service and the broker.</summary>
    internal FaultProxy LineOf(Service service) => _lines[service];

    /// <summary>Waits until no queue has a message, those of errors included.</summary>
    internal async Task NothingWaitsAsync()
    {
        await using var program = await AmqpProgram.ConnectAsync(Broker.Address);
        await program.NothingWaitsAsync();
    }

    private protected override Task<RabbitMqServer> StartBrokerAsync() => RabbitMqServer.StartAsync();

    private protected override Task<DistributedHoldfast> StartServicesAsync()
    {
        foreach (var service in Enum.GetValues<Service>())
        {
            Directory.CreateDirectory(OrdersOf(service));
            _lines[service] = new FaultProxy(Broker.Address);
        }

        return DistributedHoldfast.StartAsync(Platform, service => DistributedHoldfast.On(_lines[service].Url), _ => 1, service =>
        [
            KeyValuePair.Create("DOTNET_STARTUP_HOOKS", (string?)typeof(CrashOrder).Assembly.Location),
            KeyValuePair.Create(CrashOrder.FolderVariable, (string?)OrdersOf(service)),
            KeyValuePair.Create(CrashOrder.WatchedVariable, (string?)FoldersOf(service)),
        ]);
    }

    /// <summary>What a service changes itself: a step that others do may come before or after its own, or not at all.</summary>
    private string FoldersOf(Service service) => service switch
    {
        Service.VolumeArchiver => Platform.In("volumes"),
        Service.Uploader => Platform.Store,
        _ => "",
    };

    private protected override async ValueTask ServicesStoppedAsync()
    {
        foreach (var line in _lines.Values)
        {
            await line.DisposeAsync();
        }
    }
}
