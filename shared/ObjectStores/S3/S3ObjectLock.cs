using Amazon.S3;
using Amazon.S3.Model;
using Holdfast.ObjectStores.Requests;

namespace Holdfast.ObjectStores.S3;

/// <summary>Locks what is put, where that is configured.</summary>
/// <remarks>
/// A bucket with Object Lock keeps versions: deleting an object hides it, and its bytes stay until the lock has ended and a lifecycle rule for
/// versions that are no longer current removes them. Nobody can do so before, be it with Holdfast's own key. The probes of preparation and
/// diagnosis are not locked.
/// </remarks>
internal sealed class S3ObjectLock(S3Requests requests, TimeProvider time)
{
    private static readonly StoreFault NoLock = new(
        "the bucket has no Object Lock, which objectLockMode asks for",
        "Object Lock is switched on when a bucket is made: use another bucket, or leave objectLockMode empty.",
        false);

    private bool Locks(string key) => requests.Options.LocksObjects && ObjectKey.IsKey(key);

    /// <summary>The mode for this object; null for none.</summary>
    public ObjectLockMode? Mode(string key) => Locks(key) ? ObjectLockMode.FindValue(requests.Options.ObjectLockMode) : null;

    /// <summary>When the lock of this object ends, if it is put now; null for none.</summary>
    public DateTime? Until(string key) => Locks(key) ? time.GetUtcNow().UtcDateTime.AddDays(requests.Options.ObjectLockDays) : null;

    /// <summary>What a refused put means: servers tell a bucket without Object Lock by no code of its own, and some with no message.</summary>
    public ObjectStoreException? Refused(string key, AmazonS3Exception answer) =>
        Locks(key) && answer.ErrorCode == "InvalidRequest" ? NoLock.Exception("store", key, requests.Location, answer) : null;

    /// <summary>Finds out whether the bucket can lock objects, where they are to be locked.</summary>
    /// <exception cref="ObjectStoreException">It cannot.</exception>
    public async Task RequireAsync(CancellationToken cancellationToken)
    {
        if (requests.Options.LocksObjects && !await IsEnabledAsync(cancellationToken))
        {
            throw NoLock.Exception("use", null, requests.Location, null);
        }
    }

    /// <summary>Locks an object that was uploaded in parts, where the server took no notice of the lock when the upload was begun, as Ceph does.</summary>
    public Task EnsureAsync(string key, CancellationToken cancellationToken) => !Locks(key)
        ? Task.CompletedTask
        : requests.SendAsync(
            "lock",
            key,
            async (client, watch) =>
            {
                var found = await client.GetObjectMetadataAsync(requests.Bucket, key, watch.Token);
                if (found.ObjectLockMode is null)
                {
                    var retention = new ObjectLockRetention { Mode = ObjectLockRetentionMode.FindValue(requests.Options.ObjectLockMode), RetainUntilDate = Until(key) };
                    await client.PutObjectRetentionAsync(
                        new PutObjectRetentionRequest { BucketName = requests.Bucket, Key = key, Retention = retention }, watch.Token);
                }

                return true;
            },
            cancellationToken);

    private Task<bool> IsEnabledAsync(CancellationToken cancellationToken) => requests.SendAsync(
        "read the Object Lock configuration of",
        null,
        async (client, watch) =>
        {
            try
            {
                var request = new GetObjectLockConfigurationRequest { BucketName = requests.Bucket };
                var answer = await client.GetObjectLockConfigurationAsync(request, watch.Token);
                return answer.ObjectLockConfiguration?.ObjectLockEnabled == ObjectLockEnabled.Enabled;
            }
            catch (AmazonS3Exception answer) when (answer.ErrorCode == "ObjectLockConfigurationNotFoundError" || S3Fault.IsNotImplemented(answer))
            {
                return false;
            }
            catch (AmazonS3Exception answer) when (answer.ErrorCode == "AccessDenied")
            {
                return true; // no right to ask; the first put tells
            }
        },
        cancellationToken);
}
