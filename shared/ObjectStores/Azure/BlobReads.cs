using Azure;
using Azure.Storage.Blobs.Models;
using Holdfast.Engine.Objects;
using Holdfast.ObjectStores.Requests;

namespace Holdfast.ObjectStores.Azure;

/// <summary>Reads objects and what is known of them.</summary>
internal sealed class BlobReads(BlobRequests requests)
{
    private const string Action = "read";

    /// <summary>What the server knows of an object, or null when there is none.</summary>
    public static async Task<BlobProperties?> HeadAsync(BlobRequests requests, string key, IdleWatch watch)
    {
        try
        {
            return (await requests.Blob(key).GetPropertiesAsync(cancellationToken: watch.Token)).Value;
        }
        catch (RequestFailedException answer) when (answer.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    public Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        return requests.SendAsync(
            "look up",
            key,
            async watch => await HeadAsync(requests, key, watch) is { } found
                ? new ObjectInfo(key, found.ContentLength, found.LastModified)
                : null,
            cancellationToken);
    }

    public async Task ReadAsync(string key, long offset, Memory<byte> destination, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (destination.IsEmpty)
        {
            var found = await HeadAsync(key, cancellationToken) ?? throw new ObjectNotFoundException(key);
            _ = offset <= found.Length ? true : throw Short(key, offset, 0);
            return;
        }

        await requests.SendAsync(
            Action,
            key,
            async watch =>
            {
                using var answer = await GetAsync(key, new HttpRange(offset, destination.Length), watch);
                var length = answer.Details.ContentLength;
                _ = length >= destination.Length ? true : throw Short(key, offset, destination.Length);
                if (length > destination.Length)
                {
                    throw new ObjectStoreException(
                        $"Cannot read '{key}' in '{requests.Location}': the server was asked for {destination.Length} bytes and sends {length}. Does it, or a proxy, not know ranges?",
                        false, key);
                }

                await Bodies.FillAsync(answer.Content, destination, watch);
                return true;
            },
            cancellationToken);
    }

    public Task<byte[]> WholeAsync(string key, int maxLength, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        return requests.SendAsync(
            Action,
            key,
            async watch =>
            {
                using var answer = await GetAsync(key, default, watch);
                var length = answer.Details.ContentLength;
                if (length > maxLength)
                {
                    throw new ObjectStoreException(
                        $"'{key}' in '{requests.Location}' has {length} bytes, more than the {maxLength} that such an object may have. It was not written by Holdfast, or is damaged.",
                        false, key);
                }

                var content = new byte[length];
                await Bodies.FillAsync(answer.Content, content, watch);
                return content;
            },
            cancellationToken);
    }

    private static EndOfStreamException Short(string key, long offset, int wanted) =>
        new($"The object '{key}' ends before the {wanted} bytes that were wanted at offset {offset}.");

    private async Task<BlobDownloadStreamingResult> GetAsync(string key, HttpRange range, IdleWatch watch)
    {
        try
        {
            return (await requests.Blob(key).DownloadStreamingAsync(new BlobDownloadOptions { Range = range }, watch.Token)).Value;
        }
        catch (RequestFailedException answer) when (answer.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            throw new ObjectNotFoundException(key, answer);
        }
        catch (RequestFailedException answer) when (answer.Status == 416)
        {
            throw Short(key, range.Offset, (int)(range.Length ?? 0));
        }
    }
}
