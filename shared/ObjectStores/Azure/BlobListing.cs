using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs.Models;
using Holdfast.Engine.Objects;

namespace Holdfast.ObjectStores.Azure;

/// <summary>Lists page by page. What is no object's key is left out.</summary>
/// <remarks>
/// Azure promises no order that is the bytes' (accounts with a hierarchical namespace list folder by folder), so a listing is
/// completed and sorted before its first item is given: about 250 bytes of memory an object.
/// </remarks>
internal sealed class BlobListing(BlobRequests requests)
{
    private const string Action = "list";

    public async IAsyncEnumerable<ObjectInfo> ObjectsAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = new List<ObjectInfo>();
        var options = new GetBlobsOptions { Prefix = prefix };
        await ReadAsync(
            token => requests.Container.GetBlobsAsync(options, token).AsPages(pageSizeHint: requests.Options.ListingPage),
            item =>
            {
                if (ObjectKey.IsKey(item.Name) && !IsFolder(item))
                {
                    found.Add(new ObjectInfo(item.Name, item.Properties.ContentLength ?? 0, item.Properties.LastModified ?? default));
                }
            },
            cancellationToken);
        found.Sort((left, right) => ObjectKey.Compare(left.Key, right.Key));
        foreach (var item in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    public async IAsyncEnumerable<string> PrefixesAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Pages may repeat a prefix.
        var found = new HashSet<string>(StringComparer.Ordinal);
        var options = new GetBlobsByHierarchyOptions { Prefix = prefix, Delimiter = "/" };
        await ReadAsync(
            token => requests.Container.GetBlobsByHierarchyAsync(options, token).AsPages(pageSizeHint: requests.Options.ListingPage),
            item =>
            {
                if (item.IsPrefix && ObjectKey.IsKey(item.Prefix[..^1]))
                {
                    found.Add(item.Prefix);
                }
            },
            cancellationToken);
        foreach (var item in found.Order(Comparer<string>.Create(ObjectKey.Compare)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    /// <summary>Accounts with a hierarchical namespace list folders as empty objects.</summary>
    private static bool IsFolder(BlobItem item) => item.Metadata is { } metadata && metadata.ContainsKey("hdi_isfolder");

    private Task<bool> ReadAsync<T>(
        Func<CancellationToken, IAsyncEnumerable<Page<T>>> pages, Action<T> take, CancellationToken cancellationToken)
        where T : notnull => requests.SendAsync(
        Action,
        null,
        async watch =>
        {
            await foreach (var page in pages(watch.Token))
            {
                watch.Moved();
                foreach (var item in page.Values)
                {
                    take(item);
                }
            }

            return true;
        },
        cancellationToken);
}
