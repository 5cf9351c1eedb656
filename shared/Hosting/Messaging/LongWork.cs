using MassTransit;
using MassTransit.Middleware;

namespace Holdfast.Hosting.Messaging;

/// <summary>Settings of endpoints whose messages take minutes or hours.</summary>
public static class LongWork
{
    /// <summary>The longest a worker may keep one message; brokers older than 3.12 need the same in their configuration.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>
    /// Takes as many messages as there are slots, so that idle workers get the others; keeps each until the work is done; does not
    /// take part in publishing, since commands are sent to this queue by name.
    /// </summary>
    /// <param name="slots">Messages worked on at once, at least 1.</param>
    public static void ForLongWork(this IReceiveEndpointConfigurator endpoint, int slots)
    {
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PrefetchCount = slots;
        endpoint.ConcurrentMessageLimit = slots;
        endpoint.ConfigureError(pipe =>
        {
            pipe.UseFilter(new GenerateFaultFilter());
            pipe.UseFilter(new UnreadableMessages()); // a failure is an answer or an event of its own; the watchdog sees to the rest
        });
        if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
        {
            rabbit.SetDeliveryAcknowledgementTimeout(Longest);
        }
    }
}
