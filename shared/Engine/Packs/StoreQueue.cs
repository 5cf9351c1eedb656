using Holdfast.Engine.Objects;

namespace Holdfast.Engine.Packs;

/// <summary>Stores finished objects side by side, at most so many at once: whoever adds one more waits, so that staging stays bounded.</summary>
internal sealed class StoreQueue(IObjectSink sink, int parallel) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(parallel);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Task> _running = [];
    private long _storedBytes;
    private int _storedObjects;

    /// <summary>Bytes of the objects that are durable.</summary>
    public long StoredBytes => Interlocked.Read(ref _storedBytes);

    public int StoredObjects => Volatile.Read(ref _storedObjects);

    /// <summary>Starts to store; the returned task ends when the object is durable. Waits for a free slot, unless it has to wait for others anyway.</summary>
    /// <param name="item">What to store.</param>
    /// <param name="after">What must be durable before; takes no slot until it is.</param>
    /// <param name="cancellationToken">Ends the wait and the storing; its source may be gone while the object is still being stored.</param>
    public async ValueTask<Task> AddAsync(StagedObject item, Task after, CancellationToken cancellationToken)
    {
        var mayStart = after.IsCompletedSuccessfully;
        if (mayStart)
        {
            await _slots.WaitAsync(cancellationToken);
        }

        var storing = StoreAsync(item, mayStart ? null : after, cancellationToken);
        lock (_lock)
        {
            // What failed stays, so that it is seen at the end.
            _running.RemoveAll(task => task.IsCompletedSuccessfully);
            _running.Add(storing);
        }

        return storing;
    }

    /// <summary>Everything added so far is durable when the task ends.</summary>
    /// <param name="cancellationToken">Ends the storing of all of it, whatever token it was added with.</param>
    /// <remarks>Throws what storing threw.</remarks>
    public async Task AllStoredAsync(CancellationToken cancellationToken)
    {
        Task all;
        lock (_lock)
        {
            all = Task.WhenAll(_running);
        }

        await using (cancellationToken.Register(_stop.Cancel))
        {
            await all;
        }
    }

    public void Dispose()
    {
        _slots.Dispose();
        _stop.Dispose();
    }

    /// <param name="item">What to store.</param>
    /// <param name="after">What must be durable before a slot is taken; null when the caller has taken one.</param>
    /// <param name="cancellationToken">Ends it, as <see cref="AllStoredAsync"/> may.</param>
    private async Task StoreAsync(StagedObject item, Task? after, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        if (after is not null)
        {
            await after.WaitAsync(either.Token);
            await _slots.WaitAsync(either.Token);
        }

        try
        {
            await sink.StoreAsync(item, either.Token);
            Interlocked.Add(ref _storedBytes, item.Length);
            Interlocked.Increment(ref _storedObjects);
        }
        finally
        {
            _slots.Release();
        }
    }
}
