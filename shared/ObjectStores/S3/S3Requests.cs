using Amazon.S3;
using Holdfast.ObjectStores.Requests;

namespace Holdfast.ObjectStores.S3;

/// <summary>Sends requests about one bucket, watches that they move, and turns what fails into words.</summary>
internal sealed class S3Requests(IAmazonS3 client, S3StoreOptions options, TimeProvider time)
{
    public S3StoreOptions Options => options;

    public string Bucket => options.BucketName;

    public string Location => options.Location;

    /// <param name="action">What is being done, to continue "Cannot …".</param>
    /// <param name="key">The object concerned, or null.</param>
    /// <param name="request">Sends it; may be called twice. What it throws that is not the SDK's or the network's passes through.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<T> SendAsync<T>(
        string action, string? key, Func<IAmazonS3, IdleWatch, Task<T>> request, CancellationToken cancellationToken)
    {
        for (var again = false; ; again = true)
        {
            try
            {
                return await IdleWatch.RunAsync(watch => request(client, watch), options.IdleLimit, time, cancellationToken);
            }
            catch (Exception failure) when (!again && S3Fault.IsOutOfStep(failure))
            {
                // That connection is closed now, and the request was not read at all.
            }
            catch (Exception failure) when (S3Fault.Of(failure) is { } fault)
            {
                throw fault.Exception(action, key, options.Location, failure);
            }
        }
    }
}
