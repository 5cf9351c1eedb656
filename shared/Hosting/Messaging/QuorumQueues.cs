using MassTransit;
using MassTransit.RabbitMqTransport.Configuration;

namespace Holdfast.Hosting.Messaging;

/// <summary>Makes all queues that outlive their process quorum queues; those that do not cannot be.</summary>
internal sealed class QuorumQueues : IEndpointConfigurationObserver
{
    void IEndpointConfigurationObserver.EndpointConfigured<T>(T configurator)
    {
        if (configurator is IRabbitMqReceiveEndpointConfigurator rabbit and IRabbitMqReceiveEndpointConfiguration { Settings: { AutoDelete: false, Exclusive: false } })
        {
            rabbit.SetQuorumQueue();
        }
    }
}
