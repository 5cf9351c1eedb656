using System.Net;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Holdfast.ObjectStores.Requests;
using Holdfast.ObjectStores.Uploads;

namespace Holdfast.ObjectStores.S3;

/// <summary>Puts small objects in one request and large ones in parts, and knows them again by the hash that is kept with them.</summary>
/// <remarks>
/// Every body is signed with its SHA-256, which all S3 servers check, and carries it as a checksum, which Amazon keeps.
/// </remarks>
internal sealed class S3Upload(S3Requests requests, S3Multipart multipart, S3ObjectLock locks) : IUploadTarget
{
    /// <summary>Metadata of every object: SHA-256 of its bytes in hexadecimal.</summary>
    private const string HashName = "holdfast-sha256";

    private volatile bool _conditional = true;

    /// <summary>
    /// Whether the server stores an object only if its key is free, when asked to. If not, the key is looked up before and after a
    /// put: then of two processes that put one key at the same moment both may believe that theirs is stored, and the later one is.
    /// Holdfast's keys hold the id of the run that writes them, so no two processes put different bytes under one.
    /// </summary>
    public bool IsConditional => _conditional;

    public void BeUnconditional() => _conditional = false;

    public async Task<bool> TryUploadAsync(string key, UploadSource source, CancellationToken cancellationToken)
    {
        if (source.Length > requests.Options.SinglePutLimit)
        {
            // Asked before rather than after gigabytes were sent.
            if (await FindAsync(key, cancellationToken) is not null)
            {
                return false;
            }

            return await multipart.TryUploadAsync(key, source, Metadata(source), _conditional, cancellationToken)
                && (_conditional || await IsStoredAsync(key, source, cancellationToken));
        }

        var whole = source.Next(source.Length, cancellationToken)!;
        if (_conditional && await TryPutAsync(key, source, whole, true, cancellationToken) is { } stored)
        {
            return stored;
        }

        if (await FindAsync(key, cancellationToken) is not null)
        {
            return false;
        }

        await TryPutAsync(key, source, whole, false, cancellationToken);
        return await IsStoredAsync(key, source, cancellationToken);
    }

    public Task<StoredIdentity?> FindAsync(string key, CancellationToken cancellationToken) => requests.SendAsync(
        "look up",
        key,
        async (client, watch) =>
        {
            if (await S3Reads.HeadAsync(client, requests.Bucket, key, watch.Token) is not { } found)
            {
                return null;
            }

            return found.Metadata[HashName] is { Length: 2 * SHA256.HashSizeInBytes } hash
                ? new StoredIdentity(found.ContentLength, Convert.FromHexString(hash))
                : await HashedAsync(client, key, watch);
        },
        cancellationToken);

    internal static void Describe(MetadataCollection metadata, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (name, value) in values)
        {
            metadata[name] = value;
        }
    }

    private static Dictionary<string, string> Metadata(UploadSource source) =>
        new() { [HashName] = Convert.ToHexStringLower(source.Sha256.Span) };

    private async Task<bool> IsStoredAsync(string key, UploadSource source, CancellationToken cancellationToken) =>
        await FindAsync(key, cancellationToken) is { } stored && stored.Is(source.Length, source.Sha256.Span);

    /// <summary>True when stored, false when the key is taken, null when the server cannot put with a condition.</summary>
    private Task<bool?> TryPutAsync(
        string key, UploadSource source, UploadPart whole, bool conditional, CancellationToken cancellationToken) => requests.SendAsync<bool?>(
        "store",
        key,
        async (client, watch) =>
        {
            using var body = source.Open(whole, watch.Moved);
            var request = new PutObjectRequest
            {
                BucketName = requests.Bucket,
                Key = key,
                InputStream = body,
                AutoCloseStream = false,
                ContentType = "application/octet-stream",
                UseChunkEncoding = false,
                ChecksumSHA256 = Convert.ToBase64String(whole.Sha256.Span),
                IfNoneMatch = conditional ? "*" : null,
                ServerSideEncryptionMethod = Encryption(requests.Options),
                ServerSideEncryptionKeyManagementServiceKeyId = NullIfEmpty(requests.Options.KmsKeyId),
                StorageClass = Class(requests.Options),
                ObjectLockMode = locks.Mode(key),
                ObjectLockRetainUntilDate = locks.Until(key),
            };
            Describe(request.Metadata, Metadata(source));
            try
            {
                await client.PutObjectAsync(request, watch.Token);
                return true;
            }
            catch (AmazonS3Exception answer) when (answer.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                return false;
            }
            catch (AmazonS3Exception answer) when (conditional && S3Fault.IsNotImplemented(answer))
            {
                _conditional = false;
                return null;
            }
            catch (AmazonS3Exception answer) when (locks.Refused(key, answer) is { } refusal)
            {
                throw refusal;
            }
        },
        cancellationToken);

    internal static ServerSideEncryptionMethod? Encryption(S3StoreOptions options) =>
        options.ServerSideEncryption.Length == 0 ? null : ServerSideEncryptionMethod.FindValue(options.ServerSideEncryption);

    internal static S3StorageClass? Class(S3StoreOptions options) =>
        options.StorageClass.Length == 0 ? null : S3StorageClass.FindValue(options.StorageClass);

    internal static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    /// <summary>The object was put by something else than Holdfast, which kept no hash with it.</summary>
    private async Task<StoredIdentity?> HashedAsync(IAmazonS3 client, string key, IdleWatch watch)
    {
        using var answer = await client.GetObjectAsync(new GetObjectRequest { BucketName = requests.Bucket, Key = key }, watch.Token);
        return await Bodies.IdentityAsync(answer.ResponseStream, watch);
    }
}
