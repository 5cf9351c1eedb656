using System.Runtime.CompilerServices;
using Holdfast.Contracts;
using Holdfast.Messaging.Confirmation;
using MassTransit;

namespace Holdfast.Messaging;

/// <summary>Asks other services over the bus.</summary>
public static class BusRequests
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);
    private static readonly ConditionalWeakTable<IBus, Task> AnswerQueues = [];

    /// <summary>Sends a request and waits for one of its two answers.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="request">Carries all that tells a repetition from a new request.</param>
    /// <param name="queue">Of <see cref="Queues"/>, or null to publish it to whoever consumes it.</param>
    /// <param name="limit">How long to wait, from 1 millisecond on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="repeatAfter">
    /// After how long without an answer the same request is sent once more, from 1 millisecond on; null not to repeat it. For requests that are
    /// answered alike however often they come: the broker forgets the queue of answers when the connection is lost, and with it the answers under way.
    /// </param>
    /// <exception cref="RequestTimeoutException">No answer came, or the broker did not confirm the request.</exception>
    /// <exception cref="RequestFaultException">The service broke.</exception>
    /// <exception cref="RequestException">The request could not be sent; there may be no such queue yet.</exception>
    public static async Task<Response<TGood, TBad>> AskAsync<TRequest, TGood, TBad>(
        this IBus bus, TRequest request, string? queue, TimeSpan limit, CancellationToken cancellationToken, TimeSpan? repeatAfter = null)
        where TRequest : class
        where TGood : class
        where TBad : class
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await AnswersArriveAsync(bus, limit, cancellationToken);
            await ConnectedAsync(bus, cancellationToken);

            // A request ends by itself only when it was sent: its own limit still waits for a send that never ends.
            return await AskAgainAsync<TRequest, TGood, TBad>(bus, request, queue, limit, repeatAfter ?? limit, left.Token)
                .WaitAsync(limit + SendLimit.Limit, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new RequestTimeoutException($"{typeof(TRequest).Name}: it could not be sent");
        }
        finally
        {
            await left.CancelAsync(); // what was asked more than once
        }
    }

    /// <summary>The first answer, or what went wrong first.</summary>
    private static async Task<Response<TGood, TBad>> AskAgainAsync<TRequest, TGood, TBad>(
        IBus bus, TRequest request, string? queue, TimeSpan limit, TimeSpan repeatAfter, CancellationToken cancellationToken)
        where TRequest : class
        where TGood : class
        where TBad : class
    {
        List<Task<Response<TGood, TBad>>> asked = [];
        for (var left = limit; left > TimeSpan.Zero; left -= repeatAfter)
        {
            asked.Add(AskOnceAsync<TRequest, TGood, TBad>(bus, request, queue, left, cancellationToken));
            var pause = left > repeatAfter ? repeatAfter : Timeout.InfiniteTimeSpan;
            var answered = Task.WhenAny(asked);
            if (await Task.WhenAny(answered, Task.Delay(pause, TimeProvider.System, cancellationToken)) == answered)
            {
                break;
            }
        }

        return await await Task.WhenAny(asked);
    }

    private static async Task<Response<TGood, TBad>> AskOnceAsync<TRequest, TGood, TBad>(
        IBus bus, TRequest request, string? queue, TimeSpan limit, CancellationToken cancellationToken)
        where TRequest : class
        where TGood : class
        where TBad : class
    {
        var timeout = RequestTimeout.After(ms: (int)limit.TotalMilliseconds);
        var client = queue is null ? bus.CreateRequestClient<TRequest>(timeout) : bus.CreateRequestClient<TRequest>(Queues.Address(queue), timeout);
        return await client.GetResponse<TGood, TBad>(
            request,
            pipe => pipe.UseExecute(context =>
            {
                if (queue is not null)
                {
                    CommandSending.MakeMandatory(context);
                }
            }),
            cancellationToken);
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

    /// <summary>
    /// Waits a little while the bus connects again: its queue of answers is made anew then, and what is answered before that is lost. Another of its
    /// queues may be what is missing, so it goes on all the same.
    /// </summary>
    private static async Task ConnectedAsync(IBus bus, CancellationToken cancellationToken)
    {
        if (bus is IBusControl control && control.CheckHealth().Status != BusHealthStatus.Healthy)
        {
            await control.WaitForHealthStatus(BusHealthStatus.Healthy, ConnectLimit).WaitAsync(cancellationToken);
        }
    }

    private sealed record Unasked;
}
