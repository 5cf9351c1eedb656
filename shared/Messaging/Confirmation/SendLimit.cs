namespace Holdfast.Messaging.Confirmation;

/// <summary>The longest wait for a broker to confirm a message.</summary>
/// <remarks>
/// What is not confirmed after 10 seconds, a hundred times what it takes on a busy machine, never is: when a broker crashes at a bad moment the
/// transport waits for ever, also after the broker is back (rabbitmq-dotnet-client issue 1930; and a send that was about to declare its queue on
/// the old channel waits for a declaration that nobody makes). It is measured in real time, whatever clock the application runs on: it tells
/// about the transport.
/// </remarks>
internal static class SendLimit
{
    /// <summary>10 seconds.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Sends, and leaves the send behind when it takes too long: not every state of a broken connection heeds a token.</summary>
    /// <param name="send">Is given a token that ends with the wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">Nothing was heard; whether the broker has the message is unknown.</exception>
    public static async Task SendAsync(Func<CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await send(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The broker has not confirmed the message within {Limit.TotalSeconds:0} s.");
        }
    }
}
