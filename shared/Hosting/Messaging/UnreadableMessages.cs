using System.Runtime.Serialization;
using System.Text.Json;
using MassTransit;
using MassTransit.Middleware;

namespace Holdfast.Hosting.Messaging;

/// <summary>
/// Keeps messages that cannot be read in the queue with <c>_error</c> behind its name, and lets go of the others: their consumer has told of the failure.
/// </summary>
internal sealed class UnreadableMessages : IFilter<ExceptionReceiveContext>
{
    private readonly IFilter<ExceptionReceiveContext> _move = new ErrorTransportFilter();

    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next) =>
        context.Exception.GetBaseException() is SerializationException or JsonException || context.Exception is SerializationException
            ? _move.Send(context, next)
            : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("unreadableMessages");
}
