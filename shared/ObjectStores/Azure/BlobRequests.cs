using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Holdfast.ObjectStores.Requests;

namespace Holdfast.ObjectStores.Azure;

/// <summary>Sends requests about one container, watches that they move, and turns what fails into words.</summary>
internal sealed class BlobRequests(BlobContainerClient container, AzureBlobStoreOptions options, TimeProvider time)
{
    public AzureBlobStoreOptions Options => options;

    public BlobContainerClient Container => container;

    public string Location { get; } = options.ContainerUrl.ToString();

    public BlockBlobClient Blob(string key) => container.GetBlockBlobClient(key);

    /// <param name="action">What is being done, to continue "Cannot …".</param>
    /// <param name="key">The object concerned, or null.</param>
    /// <param name="request">Sends it. What it throws that is not the SDK's or the network's passes through.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<T> SendAsync<T>(string action, string? key, Func<IdleWatch, Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await IdleWatch.RunAsync(request, options.IdleLimit, time, cancellationToken);
        }
        catch (Exception failure) when (BlobFault.Of(failure) is { } fault)
        {
            throw fault.Exception(action, key, Location, failure);
        }
    }
}
