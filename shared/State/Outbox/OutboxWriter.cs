using Holdfast.State.Database;
using MassTransit;
using MassTransit.Context;

namespace Holdfast.State.Outbox;

/// <summary>Turns a send into a row of the current transaction.</summary>
internal sealed class OutboxWriter(HoldfastDb db, TimeProvider clock)
{
    private readonly Lock _gate = new();

    /// <summary>Adds the message to the context; it is written by the next SaveChanges. Safe for activities that publish in parallel.</summary>
    public void Add<T>(SendContext<T> send)
        where T : class
    {
        var message = new OutboxMessage
        {
            Destination = send.DestinationAddress!.ToString(),
            ContentType = (send.ContentType ?? send.Serialization.DefaultContentType).ToString(),
            Body = send.Serializer.GetMessageBody(send).GetString(),
            Mandatory = send is TransportSendContext { Mandatory: true },
            DueAt = clock.GetUtcNow().UtcDateTime,
        };
        lock (_gate)
        {
            db.Add(message);
        }
    }
}
