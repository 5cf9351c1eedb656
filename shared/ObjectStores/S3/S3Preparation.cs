using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Holdfast.ObjectStores.S3;

/// <summary>Finds out before the first backup whether the bucket can be used, and makes it when it is missing.</summary>
internal sealed class S3Preparation(S3Requests requests, S3Upload upload, S3ObjectLock locks)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(cancellationToken))
        {
            await CreateAsync(cancellationToken);
        }

        await RequireLockAsync(cancellationToken);
        await TryWritingAsync(cancellationToken);
    }

    /// <summary>Finds out whether the bucket can lock objects, where they are to be locked.</summary>
    public Task RequireLockAsync(CancellationToken cancellationToken) => locks.RequireAsync(cancellationToken);

    public Task<bool> ExistsAsync(CancellationToken cancellationToken) => requests.SendAsync(
        "list",
        null,
        async (client, watch) =>
        {
            try
            {
                await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = requests.Bucket, MaxKeys = 1 }, watch.Token);
                return true;
            }
            catch (AmazonS3Exception answer) when (answer.ErrorCode == "NoSuchBucket")
            {
                return false;
            }
        },
        cancellationToken);

    public Task<bool> CreateAsync(CancellationToken cancellationToken) => requests.SendAsync(
        "create the missing bucket",
        null,
        async (client, watch) =>
        {
            // Other servers' regions need not be Amazon's, and they know where they are.
            var request = new PutBucketRequest
            {
                BucketName = requests.Bucket,
                UseClientRegion = requests.Options.Endpoint is null,
                ObjectLockEnabledForBucket = requests.Options.LocksObjects ? true : null,
            };
            try
            {
                await client.PutBucketAsync(request, watch.Token);
            }
            catch (AmazonS3Exception answer) when (answer.ErrorCode == "BucketAlreadyOwnedByYou")
            {
                // Somebody was faster.
            }

            return true;
        },
        cancellationToken);

    /// <summary>Puts a small object twice and deletes it: shows missing rights now instead of at night, and a server that overwrites.</summary>
    private async Task TryWritingAsync(CancellationToken cancellationToken)
    {
        var key = $"{ObjectKey.Reserved}probe-{Guid.NewGuid():N}";
        await TryPutAsync(key, cancellationToken);
        if (upload.IsConditional && await TryPutAsync(key, cancellationToken))
        {
            // It took no notice of the condition.
            upload.BeUnconditional();
        }

        await requests.SendAsync(
            "delete", key, (client, watch) => client.DeleteObjectAsync(requests.Bucket, key, watch.Token), cancellationToken);
    }

    private Task<bool> TryPutAsync(string key, CancellationToken cancellationToken) => requests.SendAsync(
        "store",
        key,
        async (client, watch) =>
        {
            var request = new PutObjectRequest
            {
                BucketName = requests.Bucket,
                Key = key,
                ContentBody = "Holdfast tries whether it may write here.",
                UseChunkEncoding = false,
                IfNoneMatch = upload.IsConditional ? "*" : null,
            };
            try
            {
                await client.PutObjectAsync(request, watch.Token);
                return true;
            }
            catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                return false;
            }
            catch (AmazonS3Exception answer) when (S3Fault.IsNotImplemented(answer))
            {
                upload.BeUnconditional();
                request.IfNoneMatch = null;
                await client.PutObjectAsync(request, watch.Token);
                return true;
            }
        },
        cancellationToken);
}
