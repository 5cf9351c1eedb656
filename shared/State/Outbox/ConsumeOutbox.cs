using Holdfast.State.Database;
using MassTransit;
using MassTransit.Middleware;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Holdfast.State.Outbox;

/// <summary>Runs a handler so that its inbox row, its state and its messages commit together, or none of them does.</summary>
/// <remarks>
/// A message is not worth its retries while the database is away, which may last: it waits for it, and with it all that comes after it.
/// </remarks>
internal sealed partial class ConsumeOutbox(
    HoldfastDb db, OutboxWriter writer, IServiceProvider provider, OutboxSignal signal, TimeProvider clock, ILogger<ConsumeOutbox> log) :
    IOutboxContextFactory<HoldfastDb>
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    public async Task Send<T>(ConsumeContext<T> context, OutboxConsumeOptions options, IPipe<OutboxConsumeContext<T>> next)
        where T : class
    {
        var messageId = context.GetOriginalMessageId() ?? throw new MessageException(typeof(T), "A message without an id cannot be told from its duplicate.");
        await DatabaseAnswersAsync(context.CancellationToken);
        if (await db.Inbox.AnyAsync(
            handled => handled.MessageId == messageId && handled.ConsumerId == options.ConsumerId, context.CancellationToken))
        {
            // Unless told so, the transport takes the duplicate for a message that nobody handles and moves it to another queue.
            await context.NotifyConsumed(context, TimeSpan.Zero, options.ConsumerType);
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(context.CancellationToken);
        db.Add(new InboxMessage { MessageId = messageId, ConsumerId = options.ConsumerId, ConsumedAt = clock.GetUtcNow().UtcDateTime });
        await next.Send(new OutboxContext<T>(context, options, provider, writer)); // a racing twin fails on the key of the inbox
        await db.SaveChangesAsync(context.CancellationToken);
        await transaction.CommitAsync(context.CancellationToken);
        signal.Set();
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("outbox");

    private async Task DatabaseAnswersAsync(CancellationToken cancellationToken)
    {
        for (var isAway = false; ; isAway = true)
        {
            try
            {
                await db.Database.OpenConnectionAsync(cancellationToken);
                return;
            }
            catch (Exception exception) when (TransientErrors.IsTransient(exception))
            {
                if (!isAway)
                {
                    DatabaseIsAway(exception);
                }

                await Task.Delay(BetweenLooks, clock, cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The state database does not answer; messages wait for it")]
    private partial void DatabaseIsAway(Exception exception);
}
