using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using Holdfast.ObjectStores.Requests;
using Holdfast.ObjectStores.Uploads;

namespace Holdfast.ObjectStores.Azure;

/// <summary>Puts small objects in one request and large ones in blocks, and knows them again by the hash that is kept with them.</summary>
/// <remarks>Every body carries a checksum that the server compares. Blocks of an upload that failed are dropped by Azure after a week.</remarks>
internal sealed class BlobUpload(BlobRequests requests) : IUploadTarget
{
    /// <summary>Metadata of every object: SHA-256 of its bytes in hexadecimal. Such names must be identifiers.</summary>
    private const string HashName = "holdfastsha256";
    private const string Action = "store";

    /// <summary>Azurite knows no other.</summary>
    private static readonly UploadTransferValidationOptions Checked = new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 };

    private static readonly BlobRequestConditions IfAbsent = new() { IfNoneMatch = ETag.All };

    public async Task<bool> TryUploadAsync(string key, UploadSource source, CancellationToken cancellationToken)
    {
        if (source.Length <= requests.Options.SinglePutLimit)
        {
            return await TryPutAsync(key, source, cancellationToken);
        }

        // Asked before rather than after gigabytes were sent.
        if (await FindAsync(key, cancellationToken) is not null)
        {
            return false;
        }

        return await TryCommitAsync(key, source, await BlocksAsync(key, source, cancellationToken), cancellationToken);
    }

    public Task<StoredIdentity?> FindAsync(string key, CancellationToken cancellationToken) => requests.SendAsync(
        "look up",
        key,
        async watch => await BlobReads.HeadAsync(requests, key, watch) is not { } found
            ? null
            : found.Metadata.TryGetValue(HashName, out var hash) && hash.Length == 2 * SHA256.HashSizeInBytes
                ? new StoredIdentity(found.ContentLength, Convert.FromHexString(hash))
                : await HashedAsync(key, watch),
        cancellationToken);

    private static Dictionary<string, string> Metadata(UploadSource source) =>
        new() { [HashName] = Convert.ToHexStringLower(source.Sha256.Span) };

    private static bool IsTaken(RequestFailedException answer) =>
        answer.Status == 412 || answer.ErrorCode == BlobErrorCode.BlobAlreadyExists;

    private Task<bool> TryPutAsync(string key, UploadSource source, CancellationToken cancellationToken)
    {
        var whole = source.Next(source.Length, cancellationToken)!;
        return requests.SendAsync(
            Action,
            key,
            async watch =>
            {
                using var body = source.Open(whole, watch.Moved);
                var options = new BlobUploadOptions
                {
                    Conditions = IfAbsent,
                    Metadata = Metadata(source),
                    TransferValidation = Checked,
                    // What is shorter than this goes in one request.
                    TransferOptions = new StorageTransferOptions { InitialTransferSize = source.Length + 1, MaximumConcurrency = 1 },
                };
                try
                {
                    await requests.Blob(key).UploadAsync(body, options, watch.Token);
                    return true;
                }
                catch (RequestFailedException answer) when (IsTaken(answer))
                {
                    return false;
                }
            },
            cancellationToken);
    }

    private Task<List<string>> BlocksAsync(string key, UploadSource source, CancellationToken cancellationToken)
    {
        // Blocks of two uploads of one object lie in one place: their names must differ.
        var upload = Guid.NewGuid().ToString("N");
        return ParallelParts.SendAsync(
            source,
            PartSizes.Of(source.Length, requests.Options.BlockSize),
            requests.Options.BlocksAtOnce,
            (part, token) => requests.SendAsync(
                Action,
                key,
                async watch =>
                {
                    using var body = source.Open(part, watch.Moved);
                    var id = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{upload}-{part.Number:d5}"));
                    await requests.Blob(key).StageBlockAsync(id, body, new BlockBlobStageBlockOptions { TransferValidation = Checked }, watch.Token);
                    return id;
                },
                token),
            cancellationToken);
    }

    private Task<bool> TryCommitAsync(string key, UploadSource source, List<string> blocks, CancellationToken cancellationToken) =>
        requests.SendAsync(
            Action,
            key,
            async watch =>
            {
                try
                {
                    var options = new CommitBlockListOptions { Conditions = IfAbsent, Metadata = Metadata(source) };
                    await requests.Blob(key).CommitBlockListAsync(blocks, options, watch.Token);
                    return true;
                }
                catch (RequestFailedException answer) when (IsTaken(answer))
                {
                    return false;
                }
            },
            cancellationToken);

    /// <summary>The object was put by something else than Holdfast, which kept no hash with it.</summary>
    private async Task<StoredIdentity?> HashedAsync(string key, IdleWatch watch)
    {
        using var answer = (await requests.Blob(key).DownloadStreamingAsync(new BlobDownloadOptions(), watch.Token)).Value;
        return await Bodies.IdentityAsync(answer.Content, watch);
    }
}
