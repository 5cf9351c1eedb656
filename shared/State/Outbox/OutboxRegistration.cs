using Holdfast.State.Database;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Holdfast.State.Outbox;

/// <summary>Registers the outbox and puts endpoints under it.</summary>
public static class OutboxRegistration
{
    /// <summary>Tries after the first, a few milliseconds to half a second apart: enough for any race that ends.</summary>
    private const int Retries = 20;

    /// <summary>
    /// Each message of the endpoint is handled in one database transaction together with what it sends, once, and again from a fresh context
    /// when a transient database error spoils it. Not for long consumers: the transaction stays open as long as the handler runs.
    /// </summary>
    public static void UseStateTransaction(this IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        // Retry outside, outbox inside: the other way round a lost race has already sent its messages.
        endpoint.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(TransientErrors.IsTransient);
            retry.Exponential(Retries, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(20));
        });
        var observer = new OutboxConsumePipeSpecificationObserver<HoldfastDb>(endpoint, context);
        endpoint.ConnectConsumerConfigurationObserver(observer);
        endpoint.ConnectSagaConfigurationObserver(observer);
    }

    internal static void AddOutbox(IBusRegistrationConfigurator bus)
    {
        if (bus.Any(service => service.ServiceType == typeof(OutboxSignal)))
        {
            return;
        }

        bus.AddSingleton<OutboxSignal>();
        bus.AddScoped<OutboxWriter>();
        bus.AddScoped<IOutboxContextFactory<HoldfastDb>, ConsumeOutbox>();
        bus.Replace(ServiceDescriptor.Scoped<IScopedBusContextProvider<IBus>, ScopedOutbox>());
        bus.AddHostedService<OutboxDispatcher>();
        bus.AddHostedService<InboxCleaner>();
    }
}
