namespace Holdfast.Hosting.Stores;

/// <summary>The bucket.</summary>
public sealed class S3Options
{
    public string BucketName { get; set; } = "";

    /// <summary>URL of a server other than Amazon's; empty for Amazon's.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>Whether the bucket stands in the path instead of the host name, as most other servers want it.</summary>
    public bool ForcePathStyle { get; set; }

    public string Region { get; set; } = "";

    /// <summary><c>AES256</c> or <c>aws:kms</c>; empty: as the bucket is set up.</summary>
    public string ServerSideEncryption { get; set; } = "";

    /// <summary>Id of the key for <c>aws:kms</c>; empty: the account's default key.</summary>
    public string KmsKeyId { get; set; } = "";

    /// <summary>Such as <c>STANDARD_IA</c>; empty: the server's default.</summary>
    public string StorageClass { get; set; } = "";
}
