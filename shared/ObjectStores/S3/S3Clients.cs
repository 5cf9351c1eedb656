using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Holdfast.ObjectStores.S3;

/// <summary>Sets the SDK's client up.</summary>
internal static class S3Clients
{
    private const string DefaultRegion = "us-east-1";

    /// <summary>Bytes read from a file and given to a connection at once; the SDK's own 8 KiB cost both ends a call for each.</summary>
    private const int SendSize = 128 << 10;

    public static AmazonS3Client Create(S3StoreOptions options)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.ForcePathStyle,
            HttpClientFactory = new S3Http(),
            BufferSize = SendSize,
            // Repeating is for RetryingStore, and giving up for IdleWatch: both know more than a single request.
            MaxErrorRetry = 0,
            Timeout = Timeout.InfiniteTimeSpan,
            // Bodies carry their SHA-256 anyway. The SDK's own trailing checksums are unknown to many servers.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        var region = Region(options);
        if (options.Endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }
        else
        {
            config.ServiceURL = options.Endpoint.ToString();
            config.AuthenticationRegion = region;
        }

        var client = options.AccessKey.Length == 0
            ? new AmazonS3Client(config)
            : new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config);
        client.BeforeRequestEvent += SignKnownHash;
        return client;
    }

    public static string Region(S3StoreOptions options) => options.Region.Length > 0
        ? options.Region
        : FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: options.Endpoint is null)?.SystemName ?? DefaultRegion;

    /// <summary>
    /// The signature covers the body's SHA-256, which is known from reading the staged file. Without it the SDK would read and hash
    /// the file once more before it sends it.
    /// </summary>
    private static void SignKnownHash(object sender, RequestEventArgs args)
    {
        if (args is WebServiceRequestEventArgs request && Checksum(request.Request) is { Length: > 0 } known)
        {
            request.Headers["x-amz-content-sha256"] = Convert.ToHexStringLower(Convert.FromBase64String(known));
        }
    }

    private static string? Checksum(AmazonWebServiceRequest request) => request switch
    {
        PutObjectRequest put => put.ChecksumSHA256,
        UploadPartRequest part => part.ChecksumSHA256,
        _ => null,
    };
}
