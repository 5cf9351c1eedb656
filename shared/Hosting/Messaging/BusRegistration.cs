using Holdfast.Hosting.Configuration;
using Holdfast.Messaging.Confirmation;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Messaging;

/// <summary>Connects a host to the bus.</summary>
public static class BusRegistration
{
    /// <summary>How long a running consumer may go on after the host was asked to stop; then its token is cancelled.</summary>
    private static readonly TimeSpan ConsumerStopTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long consumers then have to clean up.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(25);

    /// <summary>
    /// Connects to the transport that the section <c>Bus</c> names. Call it once a process, with the consumers of all its services; register
    /// <see cref="IBusEndpoints"/> for endpoints that conventions cannot make.
    /// </summary>
    public static void AddHoldfastBus(this IHostApplicationBuilder builder, Action<IBusRegistrationConfigurator> consumers)
    {
        builder.AddCheckedOptions<BusOptions, BusOptionsValidator>(BusOptions.Section);
        var options = builder.Configuration.GetSection(BusOptions.Section).Get<BusOptions>() ?? new BusOptions();
        builder.Services.Configure<MassTransitHostOptions>(host =>
        {
            // In memory a message to an endpoint that has not started is lost; a broker keeps it, and may come up later than this host.
            host.WaitUntilStarted = options.Transport == BusTransport.InMemory;
            host.ConsumerStopTimeout = ConsumerStopTimeout;
            host.StopTimeout = StopTimeout;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ConsumerStopTimeout + StopTimeout);
        builder.Services.AddSingleton<ReplyQueue>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            consumers(bus);
            if (options.Transport == BusTransport.RabbitMq)
            {
                bus.AddHostedService<EndpointWatch>();
                bus.UsingRabbitMq((context, rabbit) =>
                {
                    rabbit.ConnectEndpointConfigurationObserver(new LimitedSends());
                    var checkedOptions = context.GetRequiredService<IOptions<BusOptions>>().Value;
                    if (checkedOptions.QueueType == QueueType.Quorum)
                    {
                        rabbit.ConnectEndpointConfigurationObserver(new QuorumQueues());
                    }

                    RabbitMqConnection.Configure(rabbit, checkedOptions);
                    Endpoints(context, rabbit);
                });
            }
            else
            {
                bus.UsingInMemory((context, memory) =>
                {
                    memory.ConnectEndpointConfigurationObserver(ActivatorUtilities.CreateInstance<NothingBeginsAfterStop>(context));
                    Endpoints(context, memory);
                });
            }
        });
    }

    private static void Endpoints<T>(IBusRegistrationContext context, IBusFactoryConfigurator<T> bus)
        where T : IReceiveEndpointConfigurator
    {
        foreach (var endpoints in context.GetServices<IBusEndpoints>())
        {
            endpoints.Configure(context, bus);
        }

        bus.ConfigureEndpoints(context);
    }
}
