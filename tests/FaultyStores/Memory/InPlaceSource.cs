using Holdfast.Engine.Objects;
using Holdfast.ObjectStores;
using Holdfast.ObjectStores.Namespaces;

namespace Holdfast.FaultyStores.Memory;

/// <summary>The engine's way to the objects of a namespace in any store, without fetching: each read of the engine is a read of the store.</summary>
public sealed class InPlaceSource(IObjectStore store, string name) : IObjectSource
{
    private readonly NamespaceStore _store = new(store, name);

    public async Task<IFetchedObject> FetchAsync(string key, IReadOnlyList<ByteRange>? ranges, CancellationToken cancellationToken)
    {
        var info = await _store.HeadAsync(key, cancellationToken) ?? throw new ObjectNotFoundException(key);
        return new InPlaceObject(_store, info);
    }

    private sealed class InPlaceObject(NamespaceStore store, ObjectInfo info) : IFetchedObject
    {
        public long Length => info.Length;

        public async ValueTask ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
            await store.ReadAsync(info.Key, offset, destination, cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
