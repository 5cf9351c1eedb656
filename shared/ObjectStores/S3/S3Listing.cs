using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using Holdfast.Engine.Objects;

namespace Holdfast.ObjectStores.S3;

/// <summary>Lists page by page. What is no object's key, such as the folder markers that consoles make, is left out.</summary>
internal sealed class S3Listing(S3Requests requests)
{
    private const string Action = "list";

    public async IAsyncEnumerable<ObjectInfo> ObjectsAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        await foreach (var page in PagesAsync(prefix, null, cancellationToken))
        {
            foreach (var item in page.S3Objects ?? [])
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (WebUtility.UrlDecode(item.Key) is var key && ObjectKey.IsKey(key))
                {
                    last = Next(last, key);
                    yield return new ObjectInfo(key, item.Size ?? 0, S3Reads.StoredAt(item.LastModified));
                }
            }
        }
    }

    public async IAsyncEnumerable<string> PrefixesAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        await foreach (var page in PagesAsync(prefix, "/", cancellationToken))
        {
            foreach (var encoded in page.CommonPrefixes ?? [])
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (WebUtility.UrlDecode(encoded) is var found && ObjectKey.IsKey(found[..^1]))
                {
                    last = Next(last, found);
                    yield return found;
                }
            }
        }
    }

    private async IAsyncEnumerable<ListObjectsV2Response> PagesAsync(
        string prefix, string? delimiter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Not every character of a key can stand in XML, so the server is asked to encode them.
        var request = new ListObjectsV2Request
        {
            BucketName = requests.Bucket,
            Prefix = prefix,
            Delimiter = delimiter,
            Encoding = EncodingType.Url,
            MaxKeys = requests.Options.ListingPage,
        };
        while (true)
        {
            var page = await requests.SendAsync(
                Action, null, (client, watch) => client.ListObjectsV2Async(request, watch.Token), cancellationToken);
            yield return page;
            if (page.IsTruncated != true)
            {
                yield break;
            }

            request.ContinuationToken = page.NextContinuationToken is { Length: > 0 } token && token != request.ContinuationToken
                ? token
                : throw new ObjectStoreException(
                    $"Cannot list '{requests.Location}': the server says that there is more, but not where. Is it really an S3 server?", false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>A listing that is not in order may have left something out between its pages.</summary>
    private string Next(string? last, string key) => last is null || ObjectKey.Compare(last, key) < 0
        ? key
        : throw new ObjectStoreException(
            $"Cannot list '{requests.Location}': it gives '{key}' after '{last}', out of order. S3 directory buckets do so; use a general purpose bucket.",
            false, key);
}
