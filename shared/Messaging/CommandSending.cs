using Holdfast.Contracts;
using MassTransit;

namespace Holdfast.Messaging;

/// <summary>Sends commands to the queue that is to carry them out.</summary>
public static class CommandSending
{
    /// <summary>Sends to a queue of <see cref="Queues"/>; on RabbitMQ it is an error when nobody ever declared that queue.</summary>
    public static async Task SendCommandAsync<T>(
        this ISendEndpointProvider sender, string queue, T command, CancellationToken cancellationToken)
        where T : class
    {
        var endpoint = await sender.GetSendEndpoint(Queues.Address(queue));

        // By its own type: a variable of a base type would be routed to consumers of that base type.
        await endpoint.Send(
            (object)command,
            command.GetType(),
            Pipe.Execute<SendContext>(MakeMandatory),
            cancellationToken);
    }

    /// <summary>Makes it an error at once, instead of a silence, when nobody ever declared the queue that a message goes to.</summary>
    public static void MakeMandatory(SendContext context)
    {
        if (context is MassTransit.Context.TransportSendContext transport)
        {
            transport.Mandatory = true;
        }
    }
}
