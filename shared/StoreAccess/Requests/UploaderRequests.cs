using Holdfast.Contracts;
using Holdfast.Contracts.Storage;
using Holdfast.Engine.Objects;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Runs;
using Holdfast.Messaging;
using MassTransit;

namespace Holdfast.StoreAccess.Requests;

/// <summary>Asks the uploader until it answers. Every request may be repeated: the uploader answers it as the first time.</summary>
internal sealed class UploaderRequests(IBus bus, ReplyQueue replies, Patience patience, TimeProvider clock)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Gets the answer to a request.</summary>
    /// <exception cref="ObjectNotFoundException">The object does not exist.</exception>
    /// <exception cref="ObjectExistsException">Other bytes are stored under the key.</exception>
    /// <exception cref="RunFailedException">The store failed, or nobody answered for <see cref="Patience.Total"/>.</exception>
    public async Task<TAnswer> AskAsync<TRequest, TAnswer>(TRequest request, CancellationToken cancellationToken)
        where TRequest : class
        where TAnswer : class
    {
        var started = clock.GetTimestamp();
        var (wait, pause) = (patience.First, patience.Pause);
        while (true)
        {
            string problem;
            var silent = false;
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, replies.Renewed);
            try
            {
                var response = await bus.AskAsync<TRequest, TAnswer, StorageFailed>(request, Queues.Uploader, wait, waiting.Token);
                if (response.Is(out Response<TAnswer>? answer))
                {
                    return answer.Message;
                }

                response.Is(out Response<StorageFailed>? failed);
                problem = Judge(failed!.Message);
            }
            catch (Exception) when (waiting.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                continue; // the answer went with the connection
            }
            catch (RequestTimeoutException)
            {
                (problem, silent) = ("the uploader does not answer; is it running, and connected to the same broker?", true);
            }
            catch (RequestFaultException exception)
            {
                problem = $"the uploader failed: {exception.Fault?.Exceptions.FirstOrDefault()?.Message ?? exception.Message}";
            }
            catch (MassTransitException exception) when (!cancellationToken.IsCancellationRequested)
            {
                problem = exception.GetBaseException() is MessageReturnedException
                    ? "the uploader is not there: the broker has no queue of it yet"
                    : $"the uploader cannot be reached: {exception.GetBaseException().Message}";
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (clock.GetElapsedTime(started) >= patience.Total)
            {
                throw new RunFailedException($"{problem} (tried for {patience.Total.TotalMinutes:0} minutes)", retryable: true);
            }

            if (silent)
            {
                wait = Shorter(2 * wait, patience.Longest);
            }
            else
            {
                await Task.Delay(pause, clock, cancellationToken);
                pause = Shorter(2 * pause, LongestPause);
            }
        }
    }

    /// <summary>What is wrong for a moment; throws when it is wrong for good.</summary>
    private static string Judge(StorageFailed failed) => failed switch
    {
        { NotFound: true, Key: { } key } => throw new ObjectNotFoundException(key),
        { Conflict: true, Key: { } key } => throw new ObjectExistsException(key),
        { Retryable: false } => throw new RunFailedException(failed.Reason, retryable: false),
        _ => failed.Reason,
    };

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
