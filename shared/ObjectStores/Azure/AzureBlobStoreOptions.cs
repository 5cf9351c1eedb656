namespace Holdfast.ObjectStores.Azure;

/// <summary>Which container, and how it is reached.</summary>
public sealed record AzureBlobStoreOptions
{
    public required string AccountName { get; init; }

    public required string ContainerName { get; init; }

    /// <summary>URL of the account's blob service; null for Azure's public one.</summary>
    public Uri? ServiceUrl { get; init; }

    /// <summary>Key of the account; empty: managed identity, and what else the SDK's credential chain finds. A secret.</summary>
    public string AccessKey { get; init; } = "";

    /// <summary>Up to so many bytes an object is put in one request; at most 5,000 MiB. Default 64 MiB: packs are smaller.</summary>
    public long SinglePutLimit { get; init; } = 64L << 20;

    /// <summary>Bytes of a block of a larger object; more where the object would need over 1,000 blocks. Default 16 MiB.</summary>
    public long BlockSize { get; init; } = 16L << 20;

    /// <summary>Blocks of one object that are sent at once. Default 4.</summary>
    public int BlocksAtOnce { get; init; } = 4;

    /// <summary>A request over which no byte moved for so long is given up. Default one minute.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Objects in one answer to a listing; Azure's maximum by default.</summary>
    internal int ListingPage { get; init; } = 5000;

    /// <summary>Without the secrets.</summary>
    public override string ToString() => ContainerUrl.ToString();

    /// <summary>The container's address.</summary>
    internal Uri ContainerUrl => new($"{(ServiceUrl?.ToString() ?? $"https://{AccountName}.blob.core.windows.net").TrimEnd('/')}/{ContainerName}");
}
