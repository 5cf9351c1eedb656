using MassTransit;
using MassTransit.Context;

namespace Holdfast.Messaging.Confirmation;

/// <summary>A received message whose consumers send, publish and answer in time or get a <see cref="TimeoutException"/>.</summary>
internal sealed class LimitedReceiveContext(ReceiveContext context) : ReceiveContextProxy(context), ISendEndpointProvider, IPublishEndpointProvider
{
    private readonly ReceiveContext _context = context;

    public override ISendEndpointProvider SendEndpointProvider => this;

    public override IPublishEndpointProvider PublishEndpointProvider => this;

    public async Task<ISendEndpoint> GetSendEndpoint(Uri address) => new LimitedEndpoint(await _context.SendEndpointProvider.GetSendEndpoint(address));

    public async Task<ISendEndpoint> GetPublishSendEndpoint<T>()
        where T : class => new LimitedEndpoint(await _context.PublishEndpointProvider.GetPublishSendEndpoint<T>());

    public ConnectHandle ConnectSendObserver(ISendObserver observer) => _context.SendEndpointProvider.ConnectSendObserver(observer);

    public ConnectHandle ConnectPublishObserver(IPublishObserver observer) => _context.PublishEndpointProvider.ConnectPublishObserver(observer);
}
