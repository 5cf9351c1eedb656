namespace Holdfast.ObjectStores.Requests;

/// <summary>Gives a request up when no byte has moved for a while, however long it takes as a whole.</summary>
/// <remarks>A limit for the whole request would have to know how slow a line may be; a limit for silence need not.</remarks>
internal sealed class IdleWatch : IDisposable
{
    private readonly CancellationTokenSource _silence;
    private readonly CancellationTokenSource _either;
    private readonly TimeSpan _limit;

    private IdleWatch(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        _limit = limit;
        _silence = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_silence.Token, cancellationToken);
    }

    /// <summary>For everything that the request waits for.</summary>
    public CancellationToken Token => _either.Token;

    /// <exception cref="TimeoutException">No byte moved for <paramref name="limit"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public static async Task<T> RunAsync<T>(
        Func<IdleWatch, Task<T>> request, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var watch = new IdleWatch(limit, time, cancellationToken);
        try
        {
            return await request(watch);
        }
        catch (Exception failure) when (watch.Token.IsCancellationRequested)
        {
            // What a client library throws when it is cancelled is not always an OperationCanceledException.
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"no byte moved for {limit.TotalSeconds:0.#} s", failure);
        }
    }

    /// <summary>Bytes have moved: the wait begins anew.</summary>
    public void Moved()
    {
        if (!_silence.IsCancellationRequested)
        {
            _silence.CancelAfter(_limit);
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _silence.Dispose();
    }
}
