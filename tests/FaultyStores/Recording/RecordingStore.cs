using Holdfast.Engine.Objects;
using Holdfast.FaultyStores.Memory;
using Holdfast.ObjectStores;

namespace Holdfast.FaultyStores.Recording;

/// <summary>Keeps every change of a store with its bytes, so that what a crash after each of them leaves can be looked at.</summary>
/// <remarks>
/// Concurrent changes are recorded in the order in which they ended. A deletion of several objects is one change for each, in the
/// order of the call. A put of bytes that are already stored changes nothing and is not recorded.
/// </remarks>
public sealed class RecordingStore(IObjectStore store, TimeProvider time) : IObjectStore
{
    private readonly Lock _gate = new();
    private readonly List<StoreChange> _changes = [];
    private readonly HashSet<string> _present = new(StringComparer.Ordinal);

    public RecordingStore(IObjectStore store)
        : this(store, TimeProvider.System)
    {
    }

    public string Location => store.Location;

    /// <summary>The changes so far.</summary>
    public IReadOnlyList<StoreChange> Changes
    {
        get
        {
            lock (_gate)
            {
                return [.. _changes];
            }
        }
    }

    /// <summary>What the store holds after the first <paramref name="count"/> changes, with their times.</summary>
    /// <param name="count">0 to the number of changes.</param>
    /// <param name="tornLength">
    /// When given, the last of these changes is torn: a stored object has only so many of its first bytes (as a store without
    /// atomic puts would leave it), and a deletion has not happened.
    /// </param>
    public MemoryStore After(int count, int? tornLength = null)
    {
        var changes = Changes;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, changes.Count);
        var result = new MemoryStore(time);
        for (var i = 0; i < count; i++)
        {
            Apply(result, changes[i], i == count - 1 ? tornLength : null);
        }

        return result;
    }

    /// <summary>Stores the first <paramref name="count"/> changes in a real, empty store.</summary>
    public async Task ReplayAsync(int count, IObjectStore target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        foreach (var change in Changes.Take(count))
        {
            await (change.Content is { } content
                ? target.PutIfAbsentAsync(change.Key, content, cancellationToken)
                : target.DeleteAsync([change.Key], cancellationToken));
        }
    }

    public async Task PutIfAbsentAsync(string key, StagedFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        byte[]? content = null;
        try
        {
            content = await File.ReadAllBytesAsync(file.Path, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            // A repeated request: the store decides what that means.
        }

        await store.PutIfAbsentAsync(key, file, cancellationToken);
        RecordPut(key, content);
    }

    public async Task PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var kept = content.ToArray();
        await store.PutIfAbsentAsync(key, content, cancellationToken);
        RecordPut(key, kept);
    }

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
        lock (_gate)
        {
            _changes.AddRange(keys.Where(_present.Remove).Select(key => new StoreChange(key, null, time.GetUtcNow())));
        }
    }

    private static void Apply(MemoryStore target, StoreChange change, int? tornLength)
    {
        if (change.Content is { } content)
        {
            target.Overwrite(change.Key, tornLength is { } length ? content[..Math.Min(length, content.Length)] : content, change.At);
        }
        else if (tornLength is null)
        {
            target.Remove(change.Key);
        }
    }

    private void RecordPut(string key, byte[]? content)
    {
        lock (_gate)
        {
            if (content is not null && _present.Add(key))
            {
                _changes.Add(new StoreChange(key, content, time.GetUtcNow()));
            }
        }
    }
}
