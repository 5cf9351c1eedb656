using Holdfast.ObjectStores.Namespaces;

namespace Holdfast.Uploader.Stores;

/// <summary>The namespaces of the stores that operations use.</summary>
internal sealed class NamedStores(OpenStores stores)
{
    /// <summary>The objects of one namespace, in the store that an operation began with.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> cannot be a namespace.</exception>
    public async Task<NamespaceStore> OfOperationAsync(Guid operationId, string name, CancellationToken cancellationToken) =>
        new((await stores.OfOperationAsync(operationId, cancellationToken)).Objects, name);

    /// <summary>The objects of one namespace, in the store that holds a backup: the one of the operation, or the one it was made with.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> cannot be a namespace.</exception>
    public async Task<NamespaceStore> OfBackupAsync(Guid operationId, string name, string timestamp, CancellationToken cancellationToken) =>
        new((await stores.OfBackupAsync(operationId, name, timestamp, cancellationToken)).Objects, name);

    /// <summary>The objects of one namespace, in the store where backups go now.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> cannot be a namespace.</exception>
    public async Task<NamespaceStore> NowAsync(string name, CancellationToken cancellationToken) =>
        new((await stores.NowAsync(cancellationToken)).Objects, name);
}
