using System.Net.Mime;
using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;

namespace Holdfast.State.Outbox;

/// <summary>Sends a stored envelope as it was, ids and headers included, so that receivers recognize a duplicate.</summary>
internal sealed class EnvelopePipe(OutboxMessage message) : IPipe<SendContext>
{
    public Task Send(SendContext context)
    {
        var deserializer = context.Serialization.GetMessageDeserializer(new ContentType(message.ContentType));
        var envelope = deserializer.Deserialize(
            deserializer.GetMessageBody(message.Body), EmptyHeaders.Instance, new Uri(message.Destination));
        context.MessageId = envelope.MessageId;
        context.RequestId = envelope.RequestId;
        context.ConversationId = envelope.ConversationId;
        context.CorrelationId = envelope.CorrelationId;
        context.InitiatorId = envelope.InitiatorId;
        context.SourceAddress = envelope.SourceAddress;
        context.ResponseAddress = envelope.ResponseAddress;
        context.FaultAddress = envelope.FaultAddress;
        context.SupportedMessageTypes = envelope.SupportedMessageTypes;
        foreach (var header in envelope.Headers.GetAll())
        {
            context.Headers.Set(header.Key, header.Value);
        }

        if (context is TransportSendContext transport)
        {
            transport.Mandatory = message.Mandatory;
        }

        context.Serializer = envelope.GetMessageSerializer();
        return Task.CompletedTask;
    }

    public void Probe(ProbeContext context)
    {
    }
}
