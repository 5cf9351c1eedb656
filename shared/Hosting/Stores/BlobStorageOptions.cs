namespace Holdfast.Hosting.Stores;

/// <summary>The container.</summary>
public sealed class BlobStorageOptions
{
    public string AccountName { get; set; } = "";

    public string ContainerName { get; set; } = "";

    /// <summary>URL of the service; Azure's public one for the account when empty.</summary>
    public string ServiceURL { get; set; } = "";
}
