using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Outgoing;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Stores;

/// <summary>Checks the section <c>ObjectStore</c>.</summary>
internal sealed class ObjectStoreOptionsValidator : IValidateOptions<ObjectStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, ObjectStoreOptions options) => OptionsRegistration.Result(Problems(options));

    private static IEnumerable<string> Problems(ObjectStoreOptions options)
    {
        if (!Path.IsPathRooted(options.LocalLocation))
        {
            yield return $"ObjectStore:localLocation '{options.LocalLocation}' is not an absolute path.";
        }

        if (!(options.Throttle.BytesPerSecond >= 0) || !(options.Throttle.RequestsPerSecond >= 0))
        {
            yield return "ObjectStore:throttle:bytesPerSecond and requestsPerSecond must be 0, for no limit, or more.";
        }

        if (ForbiddenAddresses.IsHostOf(options.Aws.S3.Endpoint) || ForbiddenAddresses.IsHostOf(options.Azure.BlobStorage.ServiceURL))
        {
            yield return "ObjectStore:aws:s3:endpoint and azure:blobStorage:serviceURL may be neither link-local addresses nor those of cloud metadata.";
        }

        switch (options.LocationType)
        {
            case "local":
                break;
            case "s3":
                if (options.Aws.S3.BucketName.Length == 0)
                {
                    yield return "ObjectStore:aws:s3:bucketName is empty.";
                }

                if (options.Aws.AccessKey.Length == 0 != (options.Aws.SecretKey.Length == 0))
                {
                    yield return "ObjectStore:aws:accessKey and secretKey go together: set both or none.";
                }

                if (options.Aws.S3.Endpoint.Length > 0 && !Uri.TryCreate(options.Aws.S3.Endpoint, UriKind.Absolute, out _))
                {
                    yield return $"ObjectStore:aws:s3:endpoint '{options.Aws.S3.Endpoint}' is not a URL.";
                }

                if (options.Aws.S3.ServerSideEncryption is not ("" or "AES256" or "aws:kms"))
                {
                    yield return $"ObjectStore:aws:s3:serverSideEncryption '{options.Aws.S3.ServerSideEncryption}' must be AES256, aws:kms or empty.";
                }

                if (options.Aws.S3.ObjectLockMode is not ("" or "GOVERNANCE" or "COMPLIANCE"))
                {
                    yield return $"ObjectStore:aws:s3:objectLockMode '{options.Aws.S3.ObjectLockMode}' must be GOVERNANCE, COMPLIANCE or empty.";
                }

                if (options.Aws.S3.ObjectLockMode.Length == 0 ? options.Aws.S3.ObjectLockDays != 0 : options.Aws.S3.ObjectLockDays is < 1 or > 36_500)
                {
                    yield return $"ObjectStore:aws:s3:objectLockDays is {options.Aws.S3.ObjectLockDays}, but must be 1 to 36500 with an objectLockMode, and 0 without.";
                }

                break;
            case "azure-blob-storage":
                if (options.Azure.BlobStorage.AccountName.Length == 0)
                {
                    yield return "ObjectStore:azure:blobStorage:accountName is empty.";
                }

                if (options.Azure.BlobStorage.ContainerName.Length == 0)
                {
                    yield return "ObjectStore:azure:blobStorage:containerName is empty.";
                }

                if (options.Azure.BlobStorage.ServiceURL.Length > 0 && !Uri.TryCreate(options.Azure.BlobStorage.ServiceURL, UriKind.Absolute, out _))
                {
                    yield return $"ObjectStore:azure:blobStorage:serviceURL '{options.Azure.BlobStorage.ServiceURL}' is not a URL.";
                }

                break;
            default:
                yield return $"ObjectStore:locationType '{options.LocationType}' must be local, s3 or azure-blob-storage.";
                break;
        }
    }
}
