using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Holdfast.Engine.Objects;
using Holdfast.ObjectStores.Diagnosis;
using Holdfast.ObjectStores.Requests;
using Holdfast.ObjectStores.Uploads;

namespace Holdfast.ObjectStores.Azure;

/// <summary>Objects as block blobs in a container of Azure Blob Storage.</summary>
/// <remarks>
/// <para>A put carries <c>If-None-Match: *</c>, so Azure refuses it when the key is taken. The bytes' SHA-256 is kept with each object
/// (metadata <c>holdfastsha256</c>), so that a repeated request is known without reading the object.</para>
/// <para>Azure advises against names whose segments end in a dot: give namespaces and components no such names.</para>
/// <para>Memory: requests send from the file itself; listings are held whole, see <c>BlobListing</c>.</para>
/// </remarks>
public sealed class AzureBlobStore : IObjectStore
{
    private const int DeletionsAtOnce = 32;

    private readonly BlobRequests _requests;
    private readonly BlobUpload _upload;
    private readonly CloudPut _put;
    private readonly BlobReads _reads;
    private readonly BlobListing _listing;
    private readonly TimeProvider _time;

    /// <summary>Makes no request yet.</summary>
    /// <exception cref="ArgumentException">The options make no sense.</exception>
    public AzureBlobStore(AzureBlobStoreOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.AccountName);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.ContainerName);
        var settings = new BlobClientOptions
        {
            Transport = new HttpClientTransport(StoreHttp.Client),
            // Repeating is for RetryingStore, and giving up for IdleWatch: both know more than a single request.
            Retry = { MaxRetries = 0, NetworkTimeout = Timeout.InfiniteTimeSpan, Mode = RetryMode.Fixed },
        };
        _requests = new BlobRequests(
            options.AccessKey.Length > 0
                ? new BlobContainerClient(options.ContainerUrl, new StorageSharedKeyCredential(options.AccountName, options.AccessKey), settings)
                : new BlobContainerClient(options.ContainerUrl, new DefaultAzureCredential(), settings),
            options,
            time);
        _time = time;
        _upload = new BlobUpload(_requests);
        _put = new CloudPut(_upload);
        _reads = new BlobReads(_requests);
        _listing = new BlobListing(_requests);
    }

    public string Location => _requests.Location;

    /// <summary>Makes the container when it is missing and that is permitted, and tries whether objects can be written and deleted.</summary>
    /// <exception cref="ObjectStoreException">The container cannot be used; the message tells why and what to do.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (!await _requests.SendAsync("look up", null, async watch => (await _requests.Container.ExistsAsync(watch.Token)).Value, cancellationToken))
        {
            await _requests.SendAsync(
                "create the missing container",
                null,
                watch => _requests.Container.CreateIfNotExistsAsync(PublicAccessType.None, null, null, watch.Token),
                cancellationToken);
        }

        var key = $"{ObjectKey.Reserved}probe-{Guid.NewGuid():N}";
        await _requests.SendAsync(
            "store",
            key,
            watch => _requests.Blob(key).UploadAsync(new MemoryStream(), new BlobUploadOptions(), watch.Token),
            cancellationToken);
        await DeleteAsync(key, cancellationToken);
    }

    /// <summary>Finds out whether the container can be used, and if not, why. Makes it when it is missing and that is permitted.</summary>
    /// <returns>What was found; a store that cannot be used is a finding, not an exception.</returns>
    public Task<StoreDiagnosis> DiagnoseAsync(CancellationToken cancellationToken) =>
        new StoreProbe(new BlobProbe(_requests, _upload, _time), _time).RunAsync(cancellationToken);

    public Task PutIfAbsentAsync(string key, StagedFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        return _put.StagedAsync(key, file, cancellationToken);
    }

    public Task PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        _put.SmallAsync(key, content, cancellationToken);

    public Task ReadAsync(string key, long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
        _reads.ReadAsync(key, offset, destination, cancellationToken);

    public Task<byte[]> GetAsync(string key, int maxLength, CancellationToken cancellationToken) =>
        _reads.WholeAsync(key, maxLength, cancellationToken);

    public Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken) => _reads.HeadAsync(key, cancellationToken);

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectKey.ValidatePrefix(prefix);
        return _listing.ObjectsAsync(prefix, cancellationToken);
    }

    public IAsyncEnumerable<string> ListPrefixesAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectKey.ValidatePrefix(prefix);
        return _listing.PrefixesAsync(prefix, cancellationToken);
    }

    public async Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var key in keys)
        {
            ObjectKey.Validate(key);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = DeletionsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(keys, limits, async (key, token) => await DeleteAsync(key, token));
    }

    private Task<bool> DeleteAsync(string key, CancellationToken cancellationToken) => _requests.SendAsync(
        "delete",
        key,
        async watch =>
        {
            try
            {
                await _requests.Blob(key).DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: watch.Token);
            }
            catch (RequestFailedException answer) when (answer.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                // Somebody was faster, or there was none: both are what was wanted.
            }

            return true;
        },
        cancellationToken);
}
