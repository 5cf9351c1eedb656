using Amazon.S3;
using Amazon.S3.Model;

namespace Holdfast.ObjectStores.S3;

/// <summary>Deletes objects by the thousand. In a bucket with versions, older versions stay until the bucket's lifecycle rules end them.</summary>
internal sealed class S3Deletion(S3Requests requests)
{
    private const string Action = "delete";
    private const int BatchSize = 1000;
    private const int BatchesAtOnce = 4;
    private const int SingleAtOnce = 16;

    private volatile bool _batched = true;

    public async Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            ObjectKey.Validate(key);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = BatchesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            keys.Distinct(StringComparer.Ordinal).Chunk(BatchSize), limits, async (batch, token) => await DeleteAsync(batch, token));
    }

    private async Task DeleteAsync(string[] batch, CancellationToken cancellationToken)
    {
        if (!_batched || await TryBatchAsync(batch, cancellationToken) is not { } errors)
        {
            await SinglyAsync(batch, cancellationToken);
            return;
        }

        if (errors.Find(error => error.Code is not ("NoSuchKey" or "NoSuchVersion")) is { } first)
        {
            var fault = S3Fault.OfCode(first.Code, first.Message);
            throw new ObjectStoreException(
                $"Cannot delete {errors.Count} of {batch.Length} objects in '{requests.Location}', such as '{first.Key}': {fault.Meaning}. {fault.Advice}",
                fault.IsTransient, first.Key);
        }
    }

    /// <summary>The keys that could not be deleted, with the reason; null when the server does not take such a request.</summary>
    private Task<List<DeleteError>?> TryBatchAsync(string[] batch, CancellationToken cancellationToken) => requests.SendAsync<List<DeleteError>?>(
        Action,
        null,
        async (client, watch) =>
        {
            var request = new DeleteObjectsRequest
            {
                BucketName = requests.Bucket,
                Quiet = true,
                Objects = [.. batch.Select(key => new KeyVersion { Key = key })],
            };
            try
            {
                return (await client.DeleteObjectsAsync(request, watch.Token)).DeleteErrors ?? [];
            }
            catch (DeleteObjectsException partly)
            {
                return partly.Response.DeleteErrors;
            }
            catch (AmazonS3Exception answer) when (
                S3Fault.IsNotImplemented(answer) || answer.ErrorCode is "InvalidRequest" or "MissingContentMD5" or "MissingRequestBodyError")
            {
                // Older servers want an MD5 of the list, which the SDK no longer sends.
                _batched = false;
                return null;
            }
        },
        cancellationToken);

    private Task SinglyAsync(string[] batch, CancellationToken cancellationToken)
    {
        var limits = new ParallelOptions { MaxDegreeOfParallelism = SingleAtOnce, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(batch, limits, async (key, token) => await requests.SendAsync(
            Action, key, (client, watch) => client.DeleteObjectAsync(requests.Bucket, key, watch.Token), token));
    }
}
