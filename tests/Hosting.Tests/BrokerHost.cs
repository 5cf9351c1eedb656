using Holdfast.Hosting.Messaging;
using MassTransit;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Hosting.Tests;

/// <summary>A host whose bus is a broker.</summary>
internal static class BrokerHost
{
    public static HostApplicationBuilder Builder(Uri broker, Action<IBusRegistrationConfigurator> consumers)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["Bus:Transport"] = nameof(BusTransport.RabbitMq);
        builder.Configuration["Bus:Url"] = broker.ToString();
        builder.AddHoldfastBus(consumers);
        return builder;
    }
}
