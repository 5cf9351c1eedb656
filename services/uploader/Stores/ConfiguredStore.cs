using Holdfast.Hosting.Stores;
using Holdfast.ObjectStores;
using Holdfast.ObjectStores.Azure;
using Holdfast.ObjectStores.Diagnosis;
using Holdfast.ObjectStores.Directories;
using Holdfast.ObjectStores.Retries;
using Holdfast.ObjectStores.S3;
using Microsoft.Extensions.Logging;

namespace Holdfast.Uploader.Stores;

/// <summary>The store that the configuration names. What kinds there are is known here and nowhere else.</summary>
/// <param name="Objects">The store; what fails for a moment is repeated.</param>
/// <param name="Directory">The same store where it is a local directory, whose objects can be staged without a copy; else null.</param>
internal sealed record ConfiguredStore(IObjectStore Objects, DirectoryStore? Directory)
{
    /// <summary>Makes the directory, bucket or container when it is missing, and finds out whether it can be used.</summary>
    public Func<CancellationToken, Task> Prepare { get; private init; } = _ =>
    {
        Directory?.CreateRoot();
        return Task.CompletedTask;
    };

    /// <summary>Finds out whether the store can be used, and if not, why.</summary>
    public Func<CancellationToken, Task<StoreDiagnosis>> Diagnose { get; private init; } = _ =>
        throw new NotSupportedException("This store cannot be diagnosed.");

    /// <summary>Removes what puts left in the store that were cut off so long ago.</summary>
    public Func<TimeSpan, CancellationToken, Task> SweepUnfinished { get; private init; } = (age, token) =>
        Directory?.SweepTemporaryAsync(age, token) ?? Task.CompletedTask;

    public static ConfiguredStore Open(ObjectStoreOptions options, TimeProvider clock, ILogger<RetryingStore> logger)
    {
        switch (options.LocationType)
        {
            case "local":
                var directory = new DirectoryStore(options.LocalLocation);
                return new ConfiguredStore(Repeating(directory), directory) { Diagnose = token => directory.DiagnoseAsync(clock, token) };
            case "s3":
                var bucket = new S3Store(Bucket(options.Aws), clock);
                return new ConfiguredStore(Repeating(bucket), null)
                {
                    Prepare = bucket.PrepareAsync,
                    Diagnose = bucket.DiagnoseAsync,
                    SweepUnfinished = bucket.AbortUnfinishedAsync,
                };
            case "azure-blob-storage":
                var container = new AzureBlobStore(Container(options.Azure), clock);
                return new ConfiguredStore(Repeating(container), null)
                {
                    Prepare = container.PrepareAsync,
                    Diagnose = container.DiagnoseAsync,
                };
            default:
                throw new NotSupportedException(
                    $"ObjectStore:locationType '{options.LocationType}' must be local, s3 or azure-blob-storage.");
        }

        RetryingStore Repeating(IObjectStore store) => new(store, new RetryOptions(), clock, logger);
    }

    private static S3StoreOptions Bucket(AwsOptions options) => new()
    {
        BucketName = options.S3.BucketName,
        Endpoint = options.S3.Endpoint.Length > 0 ? new Uri(options.S3.Endpoint) : null,
        ForcePathStyle = options.S3.ForcePathStyle,
        Region = options.S3.Region,
        AccessKey = options.AccessKey,
        SecretKey = options.SecretKey,
        ServerSideEncryption = options.S3.ServerSideEncryption,
        KmsKeyId = options.S3.KmsKeyId,
        StorageClass = options.S3.StorageClass,
    };

    private static AzureBlobStoreOptions Container(AzureOptions options) => new()
    {
        AccountName = options.BlobStorage.AccountName,
        ContainerName = options.BlobStorage.ContainerName,
        ServiceUrl = options.BlobStorage.ServiceURL.Length > 0 ? new Uri(options.BlobStorage.ServiceURL) : null,
        AccessKey = options.UseManagedIdentityToAuthenticate ? "" : options.AccessKey,
    };
}
