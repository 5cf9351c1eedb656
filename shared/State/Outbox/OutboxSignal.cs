namespace Holdfast.State.Outbox;

/// <summary>Wakes the dispatcher of this process when messages were committed.</summary>
internal sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(0);

    public void Set()
    {
        if (_semaphore.CurrentCount == 0) // two at once wake it twice, which is harmless
        {
            _semaphore.Release();
        }
    }

    public Task WaitAsync(TimeSpan limit, CancellationToken cancellationToken) => _semaphore.WaitAsync(limit, cancellationToken);

    public void Dispose() => _semaphore.Dispose();
}
