using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Holdfast.Engine.Objects;
using Holdfast.ObjectStores.Requests;

namespace Holdfast.ObjectStores.S3;

/// <summary>Reads objects and what is known of them.</summary>
internal sealed class S3Reads(S3Requests requests)
{
    private const string Action = "read";

    /// <summary>What the server knows of an object, or null when there is none.</summary>
    public static async Task<GetObjectMetadataResponse?> HeadAsync(
        IAmazonS3 client, string bucket, string key, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetObjectMetadataAsync(bucket, key, cancellationToken);
        }
        catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.NotFound)
        {
            // The answer to HEAD does not tell a missing object from a missing bucket; that of a listing does.
            await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, MaxKeys = 1, Prefix = key }, cancellationToken);
            return null;
        }
    }

    public Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken)
    {
        ObjectKey.Validate(key);
        return requests.SendAsync(
            "look up",
            key,
            async (client, watch) => await HeadAsync(client, requests.Bucket, key, watch.Token) is { } found
                ? new ObjectInfo(key, found.ContentLength, StoredAt(found.LastModified))
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

        var range = new Amazon.S3.Model.ByteRange(offset, offset + destination.Length - 1);
        await requests.SendAsync(
            Action,
            key,
            async (client, watch) =>
            {
                using var answer = await GetAsync(client, new GetObjectRequest { BucketName = requests.Bucket, Key = key, ByteRange = range }, watch);
                await ReadAnswers.FillAsync(answer.ResponseStream, answer.ContentLength, key, requests.Location, offset, destination, watch);
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
            async (client, watch) =>
            {
                using var answer = await GetAsync(client, new GetObjectRequest { BucketName = requests.Bucket, Key = key }, watch);
                return await ReadAnswers.WholeAsync(answer.ResponseStream, answer.ContentLength, key, requests.Location, maxLength, watch);
            },
            cancellationToken);
    }

    /// <summary>Whole seconds, which is what the answers to all kinds of request have in common.</summary>
    public static DateTimeOffset StoredAt(DateTime? time) => time is { } known
        ? DateTimeOffset.FromUnixTimeSeconds(new DateTimeOffset(known.ToUniversalTime()).ToUnixTimeSeconds())
        : throw new ObjectStoreException("The object store tells no time of an object.", false);

    private static async Task<GetObjectResponse> GetAsync(IAmazonS3 client, GetObjectRequest request, IdleWatch watch)
    {
        try
        {
            return await client.GetObjectAsync(request, watch.Token);
        }
        catch (AmazonS3Exception answer) when (answer.ErrorCode == "NoSuchKey")
        {
            throw new ObjectNotFoundException(request.Key, answer);
        }
        catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            throw ReadAnswers.Short(request.Key, request.ByteRange.Start, (int)(request.ByteRange.End - request.ByteRange.Start + 1));
        }
    }
}
