using Holdfast.Engine.Objects;
using Holdfast.ObjectStores;

namespace Holdfast.FaultyStores.Stalled;

/// <summary>A store whose puts of some keys stand still until it is let go; nothing else is slow.</summary>
/// <param name="store">The store.</param>
/// <param name="stalls">Which keys.</param>
public sealed class StalledStore(IObjectStore store, Func<string, bool> stalls) : IObjectStore
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    public string Location => store.Location;

    /// <summary>How many puts stand still.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Nothing stands still any more.</summary>
    public void LetGo() => _open.TrySetResult();

    public async Task PutIfAbsentAsync(string key, StagedFile file, CancellationToken cancellationToken)
    {
        await StandAsync(key, cancellationToken);
        await store.PutIfAbsentAsync(key, file, cancellationToken);
    }

    public async Task PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await StandAsync(key, cancellationToken);
        await store.PutIfAbsentAsync(key, content, cancellationToken);
    }

    public Task ReadAsync(string key, long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
        store.ReadAsync(key, offset, destination, cancellationToken);

    public Task<byte[]> GetAsync(string key, int maxLength, CancellationToken cancellationToken) => store.GetAsync(key, maxLength, cancellationToken);

    public Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken) => store.HeadAsync(key, cancellationToken);

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken) => store.ListAsync(prefix, cancellationToken);

    public IAsyncEnumerable<string> ListPrefixesAsync(string prefix, CancellationToken cancellationToken) => store.ListPrefixesAsync(prefix, cancellationToken);

    public Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => store.DeleteAsync(keys, cancellationToken);

    private async Task StandAsync(string key, CancellationToken cancellationToken)
    {
        if (!stalls(key))
        {
            return;
        }

        Interlocked.Increment(ref _waiting);
        try
        {
            await _open.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
