using MassTransit;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;

namespace Holdfast.State.Outbox;

/// <summary>The consume context of a handler in a transaction: whatever it sends becomes a row.</summary>
/// <remarks>
/// MassTransit would also deliver from this context, driven by redelivery, which the in-memory transport does not have. Here one pass
/// handles the message and <see cref="OutboxDispatcher"/> delivers, so both transports work alike.
/// </remarks>
internal sealed class OutboxContext<TMessage>(
    ConsumeContext<TMessage> context, OutboxConsumeOptions options, IServiceProvider provider, OutboxWriter writer) :
    OutboxConsumeContextProxy<TMessage>(context, options, provider)
    where TMessage : class
{
    public override bool ContinueProcessing { get; set; }

    public override bool IsMessageConsumed => false;

    public override bool IsOutboxDelivered => false;

    public override int ReceiveCount => 0;

    public override long? LastSequenceNumber => null;

    public override Task SetConsumed() => Task.CompletedTask;

    public override Task SetDelivered() => Task.CompletedTask;

    public override Task<List<OutboxMessageContext>> LoadOutboxMessages() => Task.FromResult(new List<OutboxMessageContext>());

    public override Task NotifyOutboxMessageDelivered(OutboxMessageContext message) => Task.CompletedTask;

    public override Task RemoveOutboxMessages() => Task.CompletedTask;

    public override Task AddSend<T>(SendContext<T> context)
    {
        writer.Add(context);
        return Task.CompletedTask;
    }
}
