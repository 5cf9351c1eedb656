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
            ReadAnswers.RequireReaches(await HeadAsync(key, cancellationToken), key, offset);
            return;
        }

        await requests.SendAsync(
            Action,
            key,
            async watch =>
            {
                using var answer = await GetAsync(key, new HttpRange(offset, destination.Length), watch);
                await ReadAnswers.FillAsync(answer.Content, answer.Details.ContentLength, key, requests.Location, offset, destination, watch);
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
                return await ReadAnswers.WholeAsync(answer.Content, answer.Details.ContentLength, key, requests.Location, maxLength, watch);
            },
            cancellationToken);
    }

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
            throw ReadAnswers.Short(key, range.Offset, (int)(range.Length ?? 0));
        }
    }
}
