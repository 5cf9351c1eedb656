using MassTransit;
using MassTransit.Transports;

namespace Holdfast.Messaging.Confirmation;

/// <summary>An endpoint whose sends end in time.</summary>
internal sealed class LimitedEndpoint(ISendEndpoint endpoint) : SendEndpointProxy(endpoint)
{
    public override Task Send<T>(T message, CancellationToken cancellationToken) =>
        SendLimit.SendAsync(token => base.Send(message, token), cancellationToken);

    public override Task Send<T>(T message, IPipe<SendContext<T>> pipe, CancellationToken cancellationToken) =>
        SendLimit.SendAsync(token => base.Send(message, pipe, token), cancellationToken);

    public override Task Send<T>(T message, IPipe<SendContext> pipe, CancellationToken cancellationToken) =>
        SendLimit.SendAsync(token => base.Send(message, pipe, token), cancellationToken);

    protected override IPipe<SendContext<T>> GetPipeProxy<T>(IPipe<SendContext<T>>? pipe = null) => pipe ?? Pipe.Empty<SendContext<T>>();
}
