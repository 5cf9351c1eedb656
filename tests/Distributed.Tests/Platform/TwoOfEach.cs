using Holdfast.Distributed.Tests.Bus;
using Holdfast.Sample.Platform;
using Holdfast.TestServers.RabbitMq;

namespace Holdfast.Distributed.Tests.Platform;

/// <summary>Two processes of each service; as on a cluster of brokers: quorum queues, TLS, a virtual host of its own.</summary>
public sealed class TwoOfEach : HoldfastOnBroker
{
    /// <summary>A program on the same virtual host.</summary>
    internal Task<AmqpProgram> ProgramAsync() =>
        AmqpProgram.ConnectAsync(new UriBuilder(Broker.Address) { Path = (Broker.SecureAddress ?? Broker.Address).AbsolutePath }.Uri);

    private protected override Task<RabbitMqServer> StartBrokerAsync() => RabbitMqServer.StartAsync(secure: true);

    private protected override Task<DistributedHoldfast> StartServicesAsync()
    {
        var bus = Broker.SecureAddress is null
            ? DistributedHoldfast.On(Broker.Address) with { QueueType = "Quorum" }
            : new HoldfastConfiguration.BusSection("RabbitMq", Broker.SecureAddress.ToString(), Broker.CaFile, "Quorum");
        return DistributedHoldfast.StartAsync(Platform, _ => bus, _ => 2);
    }
}
