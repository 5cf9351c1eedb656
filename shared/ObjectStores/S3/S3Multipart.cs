using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Holdfast.ObjectStores.Uploads;

namespace Holdfast.ObjectStores.S3;

/// <summary>Uploads a large object in parts, several at once, straight from its file; what fails is aborted.</summary>
internal sealed class S3Multipart(S3Requests requests, S3ObjectLock locks)
{
    private const string Action = "store";
    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(30);

    /// <summary>True when stored, false when the key was taken meanwhile.</summary>
    public async Task<bool> TryUploadAsync(
        string key, UploadSource source, IReadOnlyDictionary<string, string> metadata, bool conditional, CancellationToken cancellationToken)
    {
        var upload = await BeginAsync(key, metadata, cancellationToken);
        try
        {
            var parts = await ParallelParts.SendAsync(
                source,
                PartSizes.Of(source.Length, requests.Options.PartSize),
                requests.Options.PartsAtOnce,
                (part, token) => PartAsync(key, source, upload, part, token),
                cancellationToken);
            if (!await TryCompleteAsync(key, upload, parts, conditional, cancellationToken))
            {
                await AbortAsync(key, upload, null);
                return false;
            }
        }
        catch (Exception failure)
        {
            await AbortAsync(key, upload, failure);
            throw;
        }

        await locks.EnsureAsync(key, cancellationToken);
        return true;
    }

    private Task<string> BeginAsync(string key, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken) =>
        requests.SendAsync(
            Action,
            key,
            async (client, watch) =>
            {
                var request = new InitiateMultipartUploadRequest
                {
                    BucketName = requests.Bucket,
                    Key = key,
                    ContentType = "application/octet-stream",
                    ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
                    ServerSideEncryptionMethod = S3Upload.Encryption(requests.Options),
                    ServerSideEncryptionKeyManagementServiceKeyId = S3Upload.NullIfEmpty(requests.Options.KmsKeyId),
                    StorageClass = S3Upload.Class(requests.Options),
                    ObjectLockMode = locks.Mode(key),
                    ObjectLockRetainUntilDate = locks.Until(key),
                };
                S3Upload.Describe(request.Metadata, metadata);
                try
                {
                    return (await client.InitiateMultipartUploadAsync(request, watch.Token)).UploadId;
                }
                catch (AmazonS3Exception answer) when (locks.Refused(key, answer) is { } refusal)
                {
                    throw refusal;
                }
            },
            cancellationToken);

    private Task<PartETag> PartAsync(string key, UploadSource source, string upload, UploadPart part, CancellationToken cancellationToken) =>
        requests.SendAsync(
            Action,
            key,
            async (client, watch) =>
            {
                using var body = source.Open(part, watch.Moved);
                var checksum = Convert.ToBase64String(part.Sha256.Span);
                var answer = await client.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = requests.Bucket,
                        Key = key,
                        UploadId = upload,
                        PartNumber = part.Number,
                        PartSize = part.Length,
                        InputStream = body,
                        UseChunkEncoding = false,
                        ChecksumSHA256 = checksum,
                    },
                    watch.Token);
                // Servers that do not keep checksums must not be told of one again.
                return new PartETag(part.Number, answer.ETag) { ChecksumSHA256 = answer.ChecksumSHA256 is null ? null : checksum };
            },
            cancellationToken);

    private Task<bool> TryCompleteAsync(
        string key, string upload, List<PartETag> parts, bool conditional, CancellationToken cancellationToken) => requests.SendAsync(
        Action,
        key,
        async (client, watch) =>
        {
            try
            {
                await client.CompleteMultipartUploadAsync(
                    new CompleteMultipartUploadRequest
                    {
                        BucketName = requests.Bucket,
                        Key = key,
                        UploadId = upload,
                        PartETags = parts,
                        IfNoneMatch = conditional ? "*" : null,
                    },
                    watch.Token);
                return true;
            }
            catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                return false;
            }
        },
        cancellationToken);

    /// <summary>Removes what was sent. What cannot be removed is told with the failure that led here, and costs space until it is swept.</summary>
    private async Task AbortAsync(string key, string upload, Exception? failure)
    {
        using var limit = new CancellationTokenSource(AbortLimit);
        try
        {
            await requests.SendAsync(
                "abort the upload of",
                key,
                (client, watch) => client.AbortMultipartUploadAsync(
                    new AbortMultipartUploadRequest { BucketName = requests.Bucket, Key = key, UploadId = upload }, watch.Token),
                limit.Token);
        }
        catch (Exception second) when (second is ObjectStoreException or OperationCanceledException)
        {
            failure?.Data["unfinished upload"] = $"{upload}: {second.Message}";
        }
    }
}
