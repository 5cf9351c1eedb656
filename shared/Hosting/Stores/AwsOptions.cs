namespace Holdfast.Hosting.Stores;

/// <summary>Access to Amazon S3 or what speaks its protocol.</summary>
public sealed class AwsOptions
{
    /// <summary>Without it the SDK's own credential chain applies, such as instance roles. A secret.</summary>
    public string AccessKey { get; set; } = "";

    /// <summary>A secret.</summary>
    public string SecretKey { get; set; } = "";

    public S3Options S3 { get; set; } = new();
}
