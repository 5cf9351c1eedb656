using Holdfast.Contracts.Storage;
using Holdfast.Engine.Objects;
using Holdfast.Hosting.Runs;
using Holdfast.Hosting.Stores;
using Holdfast.StoreAccess.Requests;
using Holdfast.StoreAccess.Staging;

namespace Holdfast.StoreAccess.Objects;

/// <summary>The objects of one namespace as one operation reaches them: through the uploader and the staging area.</summary>
internal sealed class UploaderObjects(UploaderRequests requests, StagingArea staging, StagingSpace space, string name, Guid operationId) : IObjectSource, IObjectSink
{
    /// <summary>Bytes; key files and quarantine marks have a few hundred.</summary>
    private const int LongestSmall = 64 << 10;

    public async Task StoreAsync(StagedObject item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        using var leaving = space.Leaving();
        await requests.AskAsync<StoreObject, ObjectStored>(
            new StoreObject
            {
                OperationId = operationId,
                Namespace = name,
                Key = item.Key,
                StagedPath = staging.Relative(item.Path),
                Length = item.Length,
                Sha256 = Convert.ToHexStringLower(item.Sha256.Span),
            },
            cancellationToken);
    }

    public async Task<IFetchedObject> FetchAsync(string key, IReadOnlyList<ByteRange>? ranges, CancellationToken cancellationToken)
    {
        var wanted = ranges is null ? null : WantedRanges.Merge(ranges);
        var staged = await requests.AskAsync<StageObject, ObjectStaged>(
            new StageObject
            {
                OperationId = operationId,
                Namespace = name,
                Key = key,
                Ranges = wanted?.Select(range => new ObjectRange { Offset = range.Offset, Length = range.Length }).ToList(),
            },
            cancellationToken);
        return StagedFileObject.Open(key, staging.Resolve(staged.StagedPath), staged.Length, staged.IsWhole ? null : wanted);
    }

    /// <summary>The bytes of a small object; of a longer one than is possible only the beginning, which no reader takes for the whole.</summary>
    public async Task<byte[]> ReadSmallAsync(string key, CancellationToken cancellationToken)
    {
        await using var fetched = await FetchAsync(key, ranges: null, cancellationToken);
        var bytes = new byte[Math.Min(fetched.Length, LongestSmall)];
        await fetched.ReadAsync(0, bytes, cancellationToken);
        return bytes;
    }

    /// <summary>Every object below a prefix, in key order.</summary>
    public async Task<IReadOnlyList<ObjectInfo>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        var listing = await requests.AskAsync<ListObjects, ObjectListing>(new ListObjects { OperationId = operationId, Namespace = name, Prefix = prefix }, cancellationToken);
        return [.. listing.Objects.Select(item => new ObjectInfo(item.Key, item.Length, item.StoredAt))];
    }

    /// <summary>Makes the folder of a run.</summary>
    /// <exception cref="RunFailedException">The staging area is not the uploader's.</exception>
    public string MakeRunFolder(string runNamespace, Guid runId) => Directory.Exists(staging.Root)
        ? Directory.CreateDirectory(staging.RunFolder(runNamespace, operationId, runId)).FullName
        : throw StagingNotShared(staging.Root);

    internal static RunFailedException StagingNotShared(string path, Exception? cause = null) => new(
        $"'{path}' is not there, though the uploader has made it: this service and the uploader see different disks. "
        + "Give both the same disk at ObjectStore:localLocation.",
        retryable: false,
        cause);
}
