using Holdfast.Engine.Objects;
using Holdfast.ObjectStores.Namespaces;

namespace Holdfast.ObjectStores.Directories;

/// <summary>The engine's way to the objects of one namespace of a directory store: they are read where they lie.</summary>
public sealed class DirectorySource(DirectoryStore store, string name) : IObjectSource
{
    private readonly NamespaceStore _namespace = new(store, name);

    public Task<IFetchedObject> FetchAsync(string key, IReadOnlyList<ByteRange>? ranges, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult<IFetchedObject>(store.Open(_namespace.Whole(key)));
        }
        catch (ObjectNotFoundException outcome)
        {
            throw new ObjectNotFoundException(key, outcome);
        }
    }
}
