using Azure;
using Azure.Storage.Blobs.Models;
using Holdfast.ObjectStores.Diagnosis;
using Holdfast.ObjectStores.Requests;
using Holdfast.ObjectStores.Uploads;

namespace Holdfast.ObjectStores.Azure;

/// <summary>A container under diagnosis.</summary>
internal sealed class BlobProbe(BlobRequests requests, BlobUpload upload, TimeProvider time) : IProbedStore
{
    public string Location => requests.Location;

    public string Place => "container";

    public TimeSpan? ClockDifference { get; private set; }

    /// <summary>Looked up by listing, as backups are: the right to read the container's properties is another one.</summary>
    public Task<bool> FindAsync(CancellationToken cancellationToken) => SendAsync(
        "list",
        null,
        async watch =>
        {
            try
            {
                await FirstAsync(null, watch);
                return true;
            }
            catch (RequestFailedException answer) when (answer.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                return false;
            }
        },
        cancellationToken);

    public Task CreateAsync(CancellationToken cancellationToken) => SendAsync(
        "create the missing container",
        null,
        watch => requests.Container.CreateIfNotExistsAsync(PublicAccessType.None, null, null, watch.Token),
        cancellationToken);

    public async Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using var source = UploadSource.Of(key, content);
        await upload.TryUploadAsync(key, source, cancellationToken);
    }

    public Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken) => SendAsync<byte[]?>(
        "read",
        key,
        async watch =>
        {
            try
            {
                using var answer = (await requests.Blob(key).DownloadStreamingAsync(new BlobDownloadOptions(), watch.Token)).Value;
                return await ReadAnswers.WholeAsync(answer.Content, answer.Details.ContentLength, key, Location, int.MaxValue, watch);
            }
            catch (RequestFailedException answer) when (answer.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                return null;
            }
        },
        cancellationToken);

    public Task<bool> IsListedAsync(string key, CancellationToken cancellationToken) =>
        SendAsync("list", null, async watch => await FirstAsync(key, watch) is not null, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => SendAsync(
        "delete", key, watch => requests.Blob(key).DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: watch.Token), cancellationToken);

    private async Task<BlobItem?> FirstAsync(string? prefix, IdleWatch watch)
    {
        var options = new GetBlobsOptions { Prefix = prefix };
        await foreach (var page in requests.Container.GetBlobsAsync(options, watch.Token).AsPages(pageSizeHint: 1))
        {
            Note(page.GetRawResponse());
            return page.Values is [var first, ..] ? first : null;
        }

        return null;
    }

    private Task<T> SendAsync<T>(string action, string? key, Func<IdleWatch, Task<T>> request, CancellationToken cancellationToken) =>
        requests.SendAsync(
            action,
            key,
            async watch =>
            {
                try
                {
                    return await request(watch);
                }
                catch (RequestFailedException answer)
                {
                    Note(answer.GetRawResponse());
                    throw;
                }
            },
            cancellationToken);

    private void Note(Response? answer)
    {
        if (answer?.Headers.Date is { } server)
        {
            ClockDifference = server - time.GetUtcNow();
        }
    }
}
