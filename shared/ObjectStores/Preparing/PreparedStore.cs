using Holdfast.Engine.Objects;

namespace Holdfast.ObjectStores.Preparing;

/// <summary>Stores nothing before the store was made and tried; what is there can be read, listed and deleted in any case.</summary>
/// <remarks>
/// So a store that is away for a moment, or that may only be read, does not keep a process from starting. The first put prepares the store,
/// and so does each further one until that has succeeded; puts that come meanwhile wait for the same attempt.
/// </remarks>
public sealed class PreparedStore : IObjectStore
{
    private readonly IObjectStore _store;
    private readonly Func<CancellationToken, Task> _prepare;
    private readonly Lock _gate = new();
    private Task? _attempt;
    private volatile string? _problem = "The object store was not tried yet.";

    /// <param name="store">The store.</param>
    /// <param name="prepare">Makes what is missing and tries whether objects can be stored; throws <see cref="ObjectStoreException"/> if not.</param>
    public PreparedStore(IObjectStore store, Func<CancellationToken, Task> prepare) => (_store, _prepare) = (store, prepare);

    public string Location => _store.Location;

    /// <summary>Why nothing can be stored, in words for an operator; null once the store is prepared.</summary>
    public string? Problem => _problem;

    /// <summary>Prepares the store unless that was done.</summary>
    /// <exception cref="ObjectStoreException">It cannot be used to store anything.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_problem is null)
        {
            return;
        }

        Task attempt;
        lock (_gate)
        {
            // Not cancelled with whoever began it: others wait for it too, and every request in it has a limit of its own.
            attempt = _attempt is { IsCompleted: false } ? _attempt : _attempt = AttemptAsync();
        }

        await attempt.WaitAsync(cancellationToken);
    }

    public async Task PutIfAbsentAsync(string key, StagedFile file, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        await PrepareAsync(cancellationToken);
        await _store.PutIfAbsentAsync(key, file, cancellationToken);
    }

    public async Task PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        await PrepareAsync(cancellationToken);
        await _store.PutIfAbsentAsync(key, content, cancellationToken);
    }

    public Task ReadAsync(string key, long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
        _store.ReadAsync(key, offset, destination, cancellationToken);

    public Task<byte[]> GetAsync(string key, int maxLength, CancellationToken cancellationToken) =>
        _store.GetAsync(key, maxLength, cancellationToken);

    public Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken) => _store.HeadAsync(key, cancellationToken);

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken) => _store.ListAsync(prefix, cancellationToken);

    public IAsyncEnumerable<string> ListPrefixesAsync(string prefix, CancellationToken cancellationToken) =>
        _store.ListPrefixesAsync(prefix, cancellationToken);

    public Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => _store.DeleteAsync(keys, cancellationToken);

    private async Task AttemptAsync()
    {
        try
        {
            await Task.Run(() => _prepare(CancellationToken.None));
            _problem = null;
        }
        catch (ObjectStoreException failure)
        {
            _problem = failure.Message;
            throw;
        }
    }
}
