using Holdfast.Engine.Objects;

namespace Holdfast.ObjectStores.Namespaces;

/// <summary>The engine's way into a store: objects of one namespace only.</summary>
public sealed class NamespaceSink(IObjectStore store, string name) : IObjectSink
{
    private readonly NamespaceStore _store = new(store, name);

    public Task StoreAsync(StagedObject item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _store.PutIfAbsentAsync(item.Key, new StagedFile(item.Path, item.Length, item.Sha256), cancellationToken);
    }
}
