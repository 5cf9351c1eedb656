using Holdfast.ObjectStores.Namespaces;

namespace Holdfast.Uploader.Stores;

/// <summary>The namespaces of the configured store.</summary>
internal sealed class NamedStores(ConfiguredStore store)
{
    /// <summary>The objects of one namespace.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> cannot be a namespace.</exception>
    public NamespaceStore Of(string name) => new(store.Objects, name);
}
