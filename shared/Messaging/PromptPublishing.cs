using Holdfast.Messaging.Confirmation;
using MassTransit;

namespace Holdfast.Messaging;

/// <summary>Publishes and sends outside of consumers, where nothing ends a send whose connection has broken.</summary>
public static class PromptPublishing
{
    /// <summary>Publishes a message that may be published twice.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="message">By its own type.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="configure">Sets headers and the like.</param>
    /// <exception cref="TimeoutException">The broker has not confirmed it within 10 seconds; whether it has it is unknown.</exception>
    public static Task PublishPromptlyAsync<T>(
        this IBus bus, T message, CancellationToken cancellationToken, Action<PublishContext<T>>? configure = null)
        where T : class =>
        SendLimit.SendAsync(token => bus.Publish(message, Pipe.Execute(configure ?? (_ => { })), token), cancellationToken);

    /// <summary>Sends a message that may be sent twice.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="destination">The address of a queue or exchange.</param>
    /// <param name="message">By its own type.</param>
    /// <param name="pipe">Sets headers and the like.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">The broker has not confirmed it within 10 seconds; whether it has it is unknown.</exception>
    public static Task SendPromptlyAsync<T>(
        this IBus bus, Uri destination, T message, IPipe<SendContext> pipe, CancellationToken cancellationToken)
        where T : class =>
        SendLimit.SendAsync(
            async token =>
            {
                var endpoint = await bus.GetSendEndpoint(destination);
                await endpoint.Send(message, pipe, token);
            },
            cancellationToken);
}
