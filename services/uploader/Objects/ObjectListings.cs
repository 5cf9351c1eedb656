using Holdfast.Contracts.Storage;
using Holdfast.Uploader.Stores;

namespace Holdfast.Uploader.Objects;

/// <summary>Lists objects.</summary>
internal sealed class ObjectListings(NamedStores stores)
{
    public async Task<ObjectListing> ListAsync(ListObjects request, CancellationToken cancellationToken) => new()
    {
        Namespace = request.Namespace,
        Prefix = request.Prefix,
        Objects = await stores.Of(request.Namespace).ListAsync(request.Prefix, cancellationToken)
            .Select(item => new ListedObject { Key = item.Key, Length = item.Length, StoredAt = item.StoredAt })
            .ToListAsync(cancellationToken),
    };
}
