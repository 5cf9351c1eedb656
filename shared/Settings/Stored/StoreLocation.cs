using Holdfast.Hosting.Stores;

namespace Holdfast.Settings.Stored;

/// <summary>Names the store that options lead to: the same bucket with other keys is the same store.</summary>
public static class StoreLocation
{
    /// <summary>Such as <c>s3://backups at https://s3.example.org</c>.</summary>
    public static string Of(ObjectStoreOptions options) => options.LocationType switch
    {
        "s3" => $"s3://{options.Aws.S3.BucketName}{At(options.Aws.S3.Endpoint)}",
        "azure-blob-storage" => $"azure://{options.Azure.BlobStorage.AccountName}/{options.Azure.BlobStorage.ContainerName}{At(options.Azure.BlobStorage.ServiceURL)}",
        _ => $"file://{Path.TrimEndingDirectorySeparator(options.LocalLocation)}",
    };

    private static string At(string url) => url.Length == 0 ? "" : $" at {url.TrimEnd('/').ToLowerInvariant()}";
}
