using System.Runtime.CompilerServices;
using Holdfast.Engine.Objects;

namespace Holdfast.ObjectStores.Namespaces;

/// <summary>One namespace of a store, as a store of its own: no key, prefix or listing reaches outside of it.</summary>
public sealed class NamespaceStore : IObjectStore
{
    private readonly IObjectStore _store;
    private readonly string _prefix;

    /// <param name="store">The whole store.</param>
    /// <param name="name">The namespace: one segment of a key.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> cannot be a namespace.</exception>
    public NamespaceStore(IObjectStore store, string name)
    {
        ArgumentNullException.ThrowIfNull(store);
        ObjectKey.Validate(name);
        if (name.Contains('/', StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{name}' cannot be a namespace: it contains '/'.", nameof(name));
        }

        _store = store;
        _prefix = name + "/";
    }

    public string Location => $"{_store.Location.TrimEnd('/')}/{_prefix[..^1]}";

    public Task PutIfAbsentAsync(string key, StagedFile file, CancellationToken cancellationToken) =>
        WithinAsync(key, whole => _store.PutIfAbsentAsync(whole, file, cancellationToken));

    public Task PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        WithinAsync(key, whole => _store.PutIfAbsentAsync(whole, content, cancellationToken));

    public Task ReadAsync(string key, long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
        WithinAsync(key, whole => _store.ReadAsync(whole, offset, destination, cancellationToken));

    public async Task<byte[]> GetAsync(string key, int maxLength, CancellationToken cancellationToken)
    {
        byte[] content = [];
        await WithinAsync(key, async whole => content = await _store.GetAsync(whole, maxLength, cancellationToken));
        return content;
    }

    public async Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken) =>
        await _store.HeadAsync(Whole(key), cancellationToken) is { } found ? found with { Key = Relative(found.Key) } : null;

    public async IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectKey.ValidatePrefix(prefix);
        await foreach (var item in _store.ListAsync(_prefix + prefix, cancellationToken))
        {
            yield return item with { Key = Relative(item.Key) };
        }
    }

    public async IAsyncEnumerable<string> ListPrefixesAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectKey.ValidatePrefix(prefix);
        await foreach (var found in _store.ListPrefixesAsync(_prefix + prefix, cancellationToken))
        {
            yield return Relative(found);
        }
    }

    public Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return _store.DeleteAsync([.. keys.Select(Whole)], cancellationToken);
    }

    internal string Whole(string key)
    {
        ObjectKey.Validate(key);
        return _prefix + key;
    }

    /// <summary>Calls the store with the whole key, and has outcomes name the key as the caller knows it.</summary>
    private async Task WithinAsync(string key, Func<string, Task> call)
    {
        try
        {
            await call(Whole(key));
        }
        catch (ObjectExistsException outcome)
        {
            throw new ObjectExistsException(key, outcome);
        }
        catch (ObjectNotFoundException outcome)
        {
            throw new ObjectNotFoundException(key, outcome);
        }
    }

    /// <summary>A store that answers with another namespace's key must not be believed.</summary>
    private string Relative(string key) => key.StartsWith(_prefix, StringComparison.Ordinal)
        ? key[_prefix.Length..]
        : throw new ObjectStoreException($"'{_store.Location}' answered with '{key}' when asked about '{_prefix}'.", false, key);
}
