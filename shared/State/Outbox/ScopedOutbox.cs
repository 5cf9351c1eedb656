using MassTransit;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.State.Outbox;

/// <summary>Outside of consumers: IPublishEndpoint and ISendEndpointProvider of a scope write to the scope's database context.</summary>
/// <remarks>Requests are sent at once: an answer cannot come before its question was sent.</remarks>
internal sealed class ScopedOutbox : IScopedBusContextProvider<IBus>, ScopedBusContext, OutboxSendContext, IDisposable
{
    private readonly ScopedBusContextProvider<IBus> _direct;
    private readonly IServiceProvider _provider;
    private readonly OutboxSignal _signal;

    public ScopedOutbox(IBus bus, IServiceProvider provider, OutboxSignal signal)
    {
        (_provider, _signal) = (provider, signal);
        _direct = ActivatorUtilities.CreateInstance<ScopedBusContextProvider<IBus>>(provider);
        var consuming = provider.GetRequiredService<IScopedConsumeContextProvider>().HasContext;
        SendEndpointProvider = consuming ? _direct.Context.SendEndpointProvider : new OutboxSendEndpointProvider(this, bus);
        PublishEndpoint = consuming ? _direct.Context.PublishEndpoint : new PublishEndpoint(new OutboxPublishEndpointProvider(this, bus));
    }

    public ScopedBusContext Context => this;

    public ISendEndpointProvider SendEndpointProvider { get; }

    public IPublishEndpoint PublishEndpoint { get; }

    public IScopedClientFactory ClientFactory => _direct.Context.ClientFactory;

    public Task AddSend<T>(SendContext<T> context)
        where T : class
    {
        _provider.GetRequiredService<OutboxWriter>().Add(context);
        return Task.CompletedTask;
    }

    public object? GetService(Type serviceType) => _provider.GetService(serviceType);

    /// <summary>A scope ends after its SaveChanges.</summary>
    public void Dispose() => _signal.Set();
}
