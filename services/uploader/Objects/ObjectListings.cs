using Holdfast.Contracts.Storage;
using Holdfast.Uploader.Stores;

namespace Holdfast.Uploader.Objects;

/// <summary>Lists objects.</summary>
internal sealed class ObjectListings(NamedStores stores)
{
    public async Task<ObjectListing> ListAsync(ListObjects request, CancellationToken cancellationToken)
    {
        var store = await stores.OfOperationAsync(request.OperationId, request.Namespace, cancellationToken);
        return new ObjectListing
        {
            Namespace = request.Namespace,
            Prefix = request.Prefix,
            Objects = await store.ListAsync(request.Prefix, cancellationToken)
                .Select(item => new ListedObject { Key = item.Key, Length = item.Length, StoredAt = item.StoredAt })
                .ToListAsync(cancellationToken),
        };
    }
}
