using Holdfast.Contracts;
using Holdfast.Messaging.Confirmation;
using MassTransit;

namespace Holdfast.Messaging;

/// <summary>Asks other services over the bus.</summary>
public static class BusRequests
{
    /// <summary>Sends a request and waits for one of its two answers.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="request">Carries all that tells a repetition from a new request.</param>
    /// <param name="queue">Of <see cref="Queues"/>, or null to publish it to whoever consumes it.</param>
    /// <param name="limit">How long to wait, from 1 millisecond on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RequestTimeoutException">No answer came, or the broker did not confirm the request.</exception>
    /// <exception cref="RequestFaultException">The service broke.</exception>
    /// <exception cref="RequestException">The request could not be sent; there may be no such queue yet.</exception>
    public static async Task<Response<TGood, TBad>> AskAsync<TRequest, TGood, TBad>(
        this IBus bus, TRequest request, string? queue, TimeSpan limit, CancellationToken cancellationToken)
        where TRequest : class
        where TGood : class
        where TBad : class
    {
        var timeout = RequestTimeout.After(ms: (int)limit.TotalMilliseconds);
        var client = queue is null ? bus.CreateRequestClient<TRequest>(timeout) : bus.CreateRequestClient<TRequest>(Queues.Address(queue), timeout);

        // A request ends by itself only when it was sent: its own limit still waits for a send that never ends.
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var answer = client.GetResponse<TGood, TBad>(
                request,
                pipe => pipe.UseExecute(context =>
                {
                    if (queue is not null)
                    {
                        CommandSending.MakeMandatory(context);
                    }
                }),
                left.Token);
            return await answer.WaitAsync(limit + SendLimit.Limit, cancellationToken);
        }
        catch (TimeoutException)
        {
            await left.CancelAsync();
            throw new RequestTimeoutException($"{typeof(TRequest).Name}: it could not be sent");
        }
    }
}
