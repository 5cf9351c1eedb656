using System.Runtime.CompilerServices;
using Holdfast.Contracts;
using Holdfast.Messaging.Confirmation;
using MassTransit;

namespace Holdfast.Messaging;

/// <summary>Asks other services over the bus.</summary>
public static class BusRequests
{
    private static readonly ConditionalWeakTable<IBus, Task> AnswerQueues = [];

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
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await AnswersArriveAsync(bus, limit, cancellationToken);
            var timeout = RequestTimeout.After(ms: (int)limit.TotalMilliseconds);
            var client = queue is null ? bus.CreateRequestClient<TRequest>(timeout) : bus.CreateRequestClient<TRequest>(Queues.Address(queue), timeout);

            // A request ends by itself only when it was sent: its own limit still waits for a send that never ends.
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

    /// <summary>
    /// Waits until the queue of answers is there. The bus makes it when it is first needed, and blocks whatever thread needs it until the broker has
    /// answered; so that is a thread of its own.
    /// </summary>
    private static Task AnswersArriveAsync(IBus bus, TimeSpan limit, CancellationToken cancellationToken) => AnswerQueues.GetValue(bus, one =>
        Task.Factory.StartNew(
            () => one.ConnectRequestPipe(Guid.NewGuid(), Pipe.Empty<ConsumeContext<Unasked>>()).Disconnect(),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).WaitAsync(limit, cancellationToken);

    private sealed record Unasked;
}
