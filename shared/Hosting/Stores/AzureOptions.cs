namespace Holdfast.Hosting.Stores;

/// <summary>Access to Azure Blob Storage.</summary>
public sealed class AzureOptions
{
    /// <summary>A secret.</summary>
    public string AccessKey { get; set; } = "";

    public bool UseManagedIdentityToAuthenticate { get; set; }

    public BlobStorageOptions BlobStorage { get; set; } = new();
}
