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
}
