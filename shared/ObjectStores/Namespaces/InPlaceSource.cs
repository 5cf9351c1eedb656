using Holdfast.Engine.Objects;

namespace Holdfast.ObjectStores.Namespaces;

/// <summary>The engine's way to the objects of a namespace without fetching them: each read of the engine is a read of the store.</summary>
public sealed class InPlaceSource(NamespaceStore store) : IObjectSource
{
    public async Task<IFetchedObject> FetchAsync(string key, IReadOnlyList<ByteRange>? ranges, CancellationToken cancellationToken)
    {
        var info = await store.HeadAsync(key, cancellationToken) ?? throw new ObjectNotFoundException(key);
        return new InPlace(store, info);
    }

    private sealed class InPlace(NamespaceStore store, ObjectInfo info) : IFetchedObject
    {
        public long Length => info.Length;

        public async ValueTask ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
        {
            if (offset + destination.Length > info.Length)
            {
                throw new EndOfStreamException($"'{info.Key}' ends at {info.Length}.");
            }

            await store.ReadAsync(info.Key, offset, destination, cancellationToken);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
