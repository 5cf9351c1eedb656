using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Holdfast.Engine.Objects;
using Holdfast.ObjectStores;

namespace Holdfast.FaultyStores.Memory;

/// <summary>A store in memory, as strict as a real one. Copies share the bytes, so a store for every step of a history is cheap.</summary>
public sealed class MemoryStore(TimeProvider time) : IObjectStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, StoredObject> _objects = new(Comparer<string>.Create(ObjectKey.Compare));

    public MemoryStore()
        : this(TimeProvider.System)
    {
    }

    public string Location => "memory";

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _objects.Count;
            }
        }
    }

    /// <summary>Every object now, in key order.</summary>
    public IReadOnlyList<(string Key, ReadOnlyMemory<byte> Content)> Contents => [.. Snapshot("").Select(item => (item.Key, item.Value.Content))];

    /// <summary>Another store with the same objects.</summary>
    public MemoryStore Copy()
    {
        var copy = new MemoryStore(time);
        foreach (var (key, value) in Snapshot(""))
        {
            copy._objects.Add(key, value);
        }

        return copy;
    }

    /// <summary>Does what no store offers: puts other bytes, e.g. damaged ones, in an object's place, or an object back.</summary>
    public void Overwrite(string key, ReadOnlyMemory<byte> content, DateTimeOffset? storedAt = null)
    {
        ObjectKey.Validate(key);
        lock (_gate)
        {
            _objects[key] = new StoredObject(content, storedAt ?? time.GetUtcNow());
        }
    }

    /// <summary>Makes an object vanish, as damage does.</summary>
    public void Remove(string key)
    {
        lock (_gate)
        {
            _objects.Remove(key);
        }
    }

    public async Task PutIfAbsentAsync(string key, StagedFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ObjectKey.Validate(key);
        ReadOnlyMemory<byte> content;
        try
        {
            content = await File.ReadAllBytesAsync(file.Path, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            if (Find(key) is not { } stored)
            {
                throw new ObjectStoreException($"Cannot store '{key}': its staged file '{file.Path}' is gone.", false, key);
            }

            RequireSame(key, stored.Content.Span, file);
            return;
        }

        if (content.Length != file.Length || !SHA256.HashData(content.Span).AsSpan().SequenceEqual(file.Sha256.Span))
        {
            throw new ObjectStoreException($"Cannot store '{key}': the staged file '{file.Path}' is not what was staged.", false, key);
        }

        Add(key, content);
        File.Delete(file.Path);
    }

    public Task PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        Add(key, content.ToArray());
        return Task.CompletedTask;
    }

    public Task ReadAsync(string key, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        cancellationToken.ThrowIfCancellationRequested();
        var content = Require(key).Content;
        if (destination.Length > content.Length - offset)
        {
            throw new EndOfStreamException($"The object '{key}' has {content.Length} bytes; {destination.Length} were wanted at {offset}.");
        }

        content.Slice((int)offset, destination.Length).CopyTo(destination);
        return Task.CompletedTask;
    }

    public Task<byte[]> GetAsync(string key, int maxLength, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var content = Require(key).Content;
        return content.Length <= maxLength
            ? Task.FromResult(content.ToArray())
            : throw new ObjectStoreException($"'{key}' has {content.Length} bytes, more than {maxLength}.", false, key);
    }

    public Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Find(key) is { } found ? found.Info(key) : null);
    }

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectKey.ValidatePrefix(prefix);
        return StreamAsync(() => Snapshot(prefix).Select(item => item.Value.Info(item.Key)), cancellationToken);
    }

    public IAsyncEnumerable<string> ListPrefixesAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectKey.ValidatePrefix(prefix);
        return StreamAsync(
            () => Snapshot(prefix)
                .Select(item => item.Key.IndexOf('/', prefix.Length) is var end and > 0 ? item.Key[..(end + 1)] : null)
                .OfType<string>()
                .Distinct(),
            cancellationToken);
    }

    public Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var key in keys)
        {
            ObjectKey.Validate(key);
        }

        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            foreach (var key in keys)
            {
                _objects.Remove(key);
            }
        }

        return Task.CompletedTask;
    }

    private static async IAsyncEnumerable<T> StreamAsync<T>(
        Func<IEnumerable<T>> listing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var item in listing())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    private static void RequireSame(string key, ReadOnlySpan<byte> stored, StagedFile file)
    {
        if (stored.Length != file.Length || !SHA256.HashData(stored).AsSpan().SequenceEqual(file.Sha256.Span))
        {
            throw new ObjectExistsException(key);
        }
    }

    private void Add(string key, ReadOnlyMemory<byte> content)
    {
        lock (_gate)
        {
            if (!_objects.TryAdd(key, new StoredObject(content, time.GetUtcNow()))
                && !_objects[key].Content.Span.SequenceEqual(content.Span))
            {
                throw new ObjectExistsException(key);
            }
        }
    }

    private StoredObject Require(string key)
    {
        ObjectKey.Validate(key);
        return Find(key) ?? throw new ObjectNotFoundException(key);
    }

    private StoredObject? Find(string key)
    {
        lock (_gate)
        {
            return _objects.GetValueOrDefault(key);
        }
    }

    private List<KeyValuePair<string, StoredObject>> Snapshot(string prefix)
    {
        lock (_gate)
        {
            return [.. _objects.Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal))];
        }
    }

    private sealed record StoredObject(ReadOnlyMemory<byte> Content, DateTimeOffset StoredAt)
    {
        public ObjectInfo Info(string key) => new(key, Content.Length, StoredAt);
    }
}
