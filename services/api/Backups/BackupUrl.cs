using Holdfast.Hosting.Stores;

namespace Holdfast.Api.Backups;

/// <summary>Where a person finds a backup's objects.</summary>
internal static class BackupUrl
{
    private const string DefaultRegion = "us-east-1";

    /// <summary>The page of the S3 console, the container's URL with the prefix, or the local folder.</summary>
    public static string Of(ObjectStoreOptions store, string @namespace, string timestamp) => store.LocationType switch
    {
        "s3" => $"https://s3.console.aws.amazon.com/s3/buckets/{store.Aws.S3.BucketName}"
            + $"?region={(store.Aws.S3.Region.Length > 0 ? store.Aws.S3.Region : DefaultRegion)}&prefix={@namespace}/{timestamp}/&showversions=false",
        "azure-blob-storage" => $"{AzureService(store.Azure.BlobStorage)}/{store.Azure.BlobStorage.ContainerName}/{@namespace}/{timestamp}/",
        _ => $"{store.LocalLocation.TrimEnd('/')}/{@namespace}/{timestamp}",
    };

    private static string AzureService(BlobStorageOptions azure) =>
        azure.ServiceURL.Length > 0 ? azure.ServiceURL.TrimEnd('/') : $"https://{azure.AccountName}.blob.core.windows.net";
}
