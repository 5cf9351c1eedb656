using System.Collections.Concurrent;
using Holdfast.Engine.Objects;
using Holdfast.ObjectStores;

namespace Holdfast.FaultyStores.Full;

/// <summary>A store with room for so many bytes: what does not fit is refused and leaves nothing behind. Deletions make room.</summary>
/// <param name="store">Where the objects go. What it holds already does not count.</param>
/// <param name="capacity">Room in bytes; may be changed with <see cref="Capacity"/>.</param>
public sealed class DiskFullStore(IObjectStore store, long capacity) : IObjectStore
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, long> _lengths = new(StringComparer.Ordinal);
    private long _used;

    public string Location => store.Location;

    /// <summary>Room in bytes.</summary>
    public long Capacity { get; set; } = capacity;

    /// <summary>How many puts were refused.</summary>
    public int Refusals { get; private set; }

    public Task PutIfAbsentAsync(string key, StagedFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        return WithRoomAsync(key, file.Length, () => store.PutIfAbsentAsync(key, file, cancellationToken));
    }

    public Task PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        WithRoomAsync(key, content.Length, () => store.PutIfAbsentAsync(key, content, cancellationToken));

    public Task ReadAsync(string key, long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
        store.ReadAsync(key, offset, destination, cancellationToken);

    public Task<byte[]> GetAsync(string key, int maxLength, CancellationToken cancellationToken) =>
        store.GetAsync(key, maxLength, cancellationToken);

    public Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken) => store.HeadAsync(key, cancellationToken);

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken) =>
        store.ListAsync(prefix, cancellationToken);

    public IAsyncEnumerable<string> ListPrefixesAsync(string prefix, CancellationToken cancellationToken) =>
        store.ListPrefixesAsync(prefix, cancellationToken);

    public async Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        await store.DeleteAsync(keys, cancellationToken);
        foreach (var key in keys)
        {
            if (_lengths.TryRemove(key, out var length))
            {
                Free(length);
            }
        }
    }

    private async Task WithRoomAsync(string key, long length, Func<Task> put)
    {
        if (_lengths.ContainsKey(key))
        {
            await put();
            return;
        }

        lock (_gate)
        {
            if (_used + length > Capacity)
            {
                Refusals++;
                throw new ObjectStoreException(
                    $"Cannot store '{key}': no space is left on the device (ENOSPC). Free or add space, then run the operation again.", false, key);
            }

            _used += length;
        }

        try
        {
            await put();
        }
        catch
        {
            Free(length);
            throw;
        }

        if (!_lengths.TryAdd(key, length))
        {
            Free(length);
        }
    }

    private void Free(long length)
    {
        lock (_gate)
        {
            _used -= length;
        }
    }
}
