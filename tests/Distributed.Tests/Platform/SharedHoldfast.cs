using Holdfast.CrashPoints;
using Holdfast.Distributed.Tests.Bus;
using Holdfast.EndToEnd.Tests.Platforms;
using Holdfast.FaultyStores.Network;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.RabbitMq;

namespace Holdfast.Distributed.Tests.Platform;

/// <summary>
/// One of each service on one broker, shared by the tests that leave it running and idle, since starting takes longer than most of them. Each
/// service can be told to die at a step, and has a line of its own to the broker.
/// </summary>
public sealed class SharedHoldfast : IAsyncLifetime
{
    /// <summary>Of the collection of tests that share it.</summary>
    public const string Name = "One Holdfast";

    private readonly Dictionary<Service, FaultProxy> _lines = [];
    private string? _missing;
    private RabbitMqServer? _broker;
    private TinyPlatform? _platform;
    private DistributedHoldfast? _holdfast;

    internal RabbitMqServer Broker => Here(_broker);

    internal TinyPlatform Platform => Here(_platform);

    internal DistributedHoldfast Holdfast => Here(_holdfast);

    public async ValueTask InitializeAsync()
    {
        try
        {
            _broker = await RabbitMqServer.StartAsync();
        }
        catch (ServerMissingException missing)
        {
            _missing = missing.Message;
            return;
        }

        _platform = await TinyPlatform.CreateAsync();
        foreach (var service in Enum.GetValues<Service>())
        {
            Directory.CreateDirectory(OrdersOf(service));
            _lines[service] = new FaultProxy(_broker.Address);
        }

        _holdfast = await DistributedHoldfast.StartAsync(_platform, service => DistributedHoldfast.On(_lines[service].Url), _ => 1, service =>
        [
            KeyValuePair.Create("DOTNET_STARTUP_HOOKS", (string?)typeof(CrashOrder).Assembly.Location),
            KeyValuePair.Create(CrashOrder.FolderVariable, (string?)OrdersOf(service)),
            KeyValuePair.Create(CrashOrder.WatchedVariable, (string?)$"{_platform.Store}:{_platform.In("volumes")}"),
        ]);
    }

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

    public async ValueTask DisposeAsync()
    {
        if (_holdfast is not null)
        {
            await _holdfast.DisposeAsync();
        }

        foreach (var line in _lines.Values)
        {
            await line.DisposeAsync();
        }

        _platform?.Dispose();
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }
    }

    private T Here<T>(T? part)
        where T : class
    {
        Assert.SkipWhen(_missing is not null, _missing ?? "");
        return part ?? throw new InvalidOperationException("It was not started.");
    }
}
