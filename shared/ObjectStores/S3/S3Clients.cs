using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace Holdfast.ObjectStores.S3;

/// <summary>Sets the SDK's client up.</summary>
internal static class S3Clients
{
    private const string DefaultRegion = "us-east-1";

    public static AmazonS3Client Create(S3StoreOptions options)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.ForcePathStyle,
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

        return options.AccessKey.Length == 0
            ? new AmazonS3Client(config)
            : new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config);
    }

    public static string Region(S3StoreOptions options) => options.Region.Length > 0
        ? options.Region
        : FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: options.Endpoint is null)?.SystemName ?? DefaultRegion;
}
