namespace Holdfast.Hosting.Stores;

/// <summary>The configuration section <c>ObjectStore</c>: where backups go.</summary>
public sealed class ObjectStoreOptions
{
    public const string Section = "ObjectStore";

    /// <summary><c>local</c> (default), <c>s3</c> or <c>azure-blob-storage</c>.</summary>
    public string LocationType { get; set; } = "local";

    /// <summary>Absolute path of the store of type <c>local</c>, and of the staging area in every case; default <c>/backup</c>.</summary>
    public string LocalLocation { get; set; } = "/backup";

    public AwsOptions Aws { get; set; } = new();

    public AzureOptions Azure { get; set; } = new();

    public StoreThrottleOptions Throttle { get; set; } = new();
}
