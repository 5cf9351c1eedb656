using Holdfast.Hosting.Stores;
using Holdfast.ObjectStores;
using Holdfast.ObjectStores.Azure;
using Holdfast.ObjectStores.Diagnosis;
using Holdfast.ObjectStores.Directories;
using Holdfast.ObjectStores.Preparing;
using Holdfast.ObjectStores.Retries;
using Holdfast.ObjectStores.S3;
using Holdfast.ObjectStores.Throttling;
using Microsoft.Extensions.Logging;

namespace Holdfast.StoreOpening;

/// <summary>A store that the configuration names. What kinds there are is known here and nowhere else.</summary>
/// <param name="Objects">The store; what fails for a moment is repeated, and the first put prepares it.</param>
/// <param name="Directory">The same store where it is a local directory, whose objects can be staged without a copy; else null.</param>
public sealed record ConfiguredStore(IObjectStore Objects, DirectoryStore? Directory)
{
    /// <summary>Names the store, whatever its keys.</summary>
    public string Location { get; init; } = "";

    /// <summary>Makes the directory, bucket or container when it is missing, and finds out whether it can be used.</summary>
    public Func<CancellationToken, Task> Prepare { get; private init; } = _ =>
    {
        Directory?.CreateRoot();
        return Task.CompletedTask;
    };

    /// <summary>Why nothing can be stored there, in words; null when it can.</summary>
    public Func<string?> Problem { get; private init; } = () => null;

    /// <summary>Finds out whether the store can be used, and if not, why.</summary>
    public Func<CancellationToken, Task<StoreDiagnosis>> Diagnose { get; private init; } = _ =>
        throw new NotSupportedException("This store cannot be diagnosed.");

    /// <summary>Removes what puts left in the store that were cut off so long ago.</summary>
    public Func<TimeSpan, CancellationToken, Task> SweepUnfinished { get; private init; } = (age, token) =>
        Directory?.SweepTemporaryAsync(age, token) ?? Task.CompletedTask;

    /// <summary>Opens the store; nothing is asked of it yet.</summary>
    /// <exception cref="NotSupportedException">There is no such kind of store.</exception>
    public static ConfiguredStore Open(ObjectStoreOptions options, TimeProvider clock, ILogger<RetryingStore> logger)
    {
        switch (options.LocationType)
        {
            case "local":
                var directory = new DirectoryStore(options.LocalLocation);
                return Opened(directory, directory, Made) with { Diagnose = token => directory.DiagnoseAsync(clock, token) };

                Task Made(CancellationToken cancellationToken)
                {
                    directory.CreateRoot();
                    return Task.CompletedTask;
                }

            case "s3":
                var bucket = new S3Store(Bucket(options.Aws), clock);
                return Opened(bucket, null, bucket.PrepareAsync) with { Diagnose = bucket.DiagnoseAsync, SweepUnfinished = bucket.AbortUnfinishedAsync };
            case "azure-blob-storage":
                var container = new AzureBlobStore(Container(options.Azure), clock);
                return Opened(container, null, container.PrepareAsync) with { Diagnose = container.DiagnoseAsync };
            default:
                throw new NotSupportedException(
                    $"ObjectStore:locationType '{options.LocationType}' must be local, s3 or azure-blob-storage.");
        }

        ConfiguredStore Opened(IObjectStore store, DirectoryStore? local, Func<CancellationToken, Task> prepare)
        {
            var prepared = new PreparedStore(store, prepare);
            var paced = new ThrottledStore(prepared, Limits(options.Throttle), clock);
            return new ConfiguredStore(new RetryingStore(paced, new RetryOptions(), clock, logger), local)
            {
                Prepare = prepared.PrepareAsync,
                Problem = () => prepared.Problem,
            };
        }
    }

    private static ThrottleOptions Limits(StoreThrottleOptions options) => new()
    {
        BytesPerSecond = options.BytesPerSecond > 0 ? options.BytesPerSecond : null,
        RequestsPerSecond = options.RequestsPerSecond > 0 ? options.RequestsPerSecond : null,
    };

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
        ObjectLockMode = options.S3.ObjectLockMode,
        ObjectLockDays = options.S3.ObjectLockDays,
    };

    private static AzureBlobStoreOptions Container(AzureOptions options) => new()
    {
        AccountName = options.BlobStorage.AccountName,
        ContainerName = options.BlobStorage.ContainerName,
        ServiceUrl = options.BlobStorage.ServiceURL.Length > 0 ? new Uri(options.BlobStorage.ServiceURL) : null,
        AccessKey = options.UseManagedIdentityToAuthenticate ? "" : options.AccessKey,
    };
}
