namespace Holdfast.ObjectStores.S3;

/// <summary>Which bucket, and how it is reached.</summary>
public sealed record S3StoreOptions
{
    public required string BucketName { get; init; }

    /// <summary>URL of a server other than Amazon's; null for Amazon's.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Region of the bucket; empty: the one of the environment, else <c>us-east-1</c>.</summary>
    public string Region { get; init; } = "";

    /// <summary>Whether the bucket stands in the path instead of the host name, as most other servers want it.</summary>
    public bool ForcePathStyle { get; init; }

    /// <summary>Empty: the SDK's own credential chain, such as environment, profile, web identity or instance role. A secret.</summary>
    public string AccessKey { get; init; } = "";

    /// <summary>Goes with <see cref="AccessKey"/>. A secret.</summary>
    public string SecretKey { get; init; } = "";

    /// <summary><c>AES256</c> or <c>aws:kms</c>; empty: as the bucket is set up.</summary>
    public string ServerSideEncryption { get; init; } = "";

    /// <summary>Id of the key for <c>aws:kms</c>; empty: the account's default key.</summary>
    public string KmsKeyId { get; init; } = "";

    /// <summary>Such as <c>STANDARD_IA</c>; empty: the server's default. Not one from which objects must be requested first.</summary>
    public string StorageClass { get; init; } = "";

    /// <summary>
    /// <c>GOVERNANCE</c> or <c>COMPLIANCE</c>: every object is locked for <see cref="ObjectLockDays"/> from its put, in a bucket that was made
    /// with Object Lock. Empty: not locked by its put.
    /// </summary>
    public string ObjectLockMode { get; init; } = "";

    /// <summary>Days for which an object cannot be altered or removed for good; 1 or more with a mode.</summary>
    public int ObjectLockDays { get; init; }

    /// <summary>Up to so many bytes an object is put in one request; at most 5 GiB. Default 64 MiB: packs are smaller.</summary>
    public long SinglePutLimit { get; init; } = 64L << 20;

    /// <summary>Bytes of a part of a larger object, at least 5 MiB; more where the object would need over 1,000 parts. Default 16 MiB.</summary>
    public long PartSize { get; init; } = 16L << 20;

    /// <summary>Parts of one object that are sent at once. Default 4.</summary>
    public int PartsAtOnce { get; init; } = 4;

    /// <summary>A request over which no byte moved for so long is given up. Default one minute.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Objects in one answer to a listing; S3's maximum by default.</summary>
    internal int ListingPage { get; init; } = 1000;

    /// <summary>Without the secrets.</summary>
    public override string ToString() => Location;

    internal bool LocksObjects => ObjectLockMode.Length > 0;

    /// <summary>Where the bucket is, for people.</summary>
    internal string Location => Endpoint is null ? $"s3://{BucketName}" : $"{Endpoint.ToString().TrimEnd('/')}/{BucketName}";
}
