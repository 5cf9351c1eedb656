using MassTransit;

namespace Holdfast.Hosting.Messaging;

/// <summary>Publishes outside of consumers, where nothing ends a publish whose connection has broken.</summary>
public static class PromptPublishing
{
    /// <summary>
    /// What a broker has not confirmed for so long it never confirms: when it crashes at a bad moment a publish waits for ever, also after it is back.
    /// 10 seconds is a hundred times what a confirmation takes on a busy machine.
    /// </summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Publishes a message that may be published twice.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="message">By its own type.</param>
    /// <param name="clock">Measures the limit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="configure">Sets headers and the like.</param>
    /// <exception cref="TimeoutException">The broker has not confirmed it within 10 seconds; whether it has it is unknown.</exception>
    public static async Task PublishPromptlyAsync<T>(
        this IBus bus, T message, TimeProvider clock, CancellationToken cancellationToken, Action<PublishContext<T>>? configure = null)
        where T : class
    {
        using var limit = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            // The wait has an end of its own: not every state of a broken connection heeds the token.
            await bus.Publish(message, Pipe.Execute(configure ?? (_ => { })), either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The broker has not confirmed {typeof(T).Name} within {Limit.TotalSeconds:0} s.");
        }
    }
}
