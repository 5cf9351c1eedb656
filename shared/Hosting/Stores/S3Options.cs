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

    /// <summary>
    /// <c>GOVERNANCE</c> or <c>COMPLIANCE</c>: nobody can remove an object for good within <see cref="ObjectLockDays"/> of its put. Empty: no locks.
    /// Needs a bucket that was made with Object Lock, as Holdfast makes a missing one then.
    /// </summary>
    public string ObjectLockMode { get; set; } = "";

    /// <summary>Days, 1 to 36,500 with a mode, else 0. As long as a backup is to be safe from whoever gets hold of the credentials.</summary>
    public int ObjectLockDays { get; set; }
}
