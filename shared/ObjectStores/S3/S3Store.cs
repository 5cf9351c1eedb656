using Amazon.S3;
using Holdfast.Engine.Objects;
using Holdfast.ObjectStores.Diagnosis;
using Holdfast.ObjectStores.Uploads;

namespace Holdfast.ObjectStores.S3;

/// <summary>Objects in a bucket of Amazon S3, or of a server that speaks its protocol.</summary>
/// <remarks>
/// <para>A put carries <c>If-None-Match: *</c>, so the server refuses it when the key is taken. Where the server does not know that
/// (it answers 501, or <see cref="PrepareAsync"/> finds that it overwrites), the key is looked up before and after the put instead:
/// that cannot promise that of two puts at the same moment only one succeeds. See <c>S3Upload</c>.</para>
/// <para>The bytes' SHA-256 is kept with each object (<c>x-amz-meta-holdfast-sha256</c>), so that a repeated request is known without
/// reading the object. Uploads in parts that a killed process left cost space until <see cref="AbortUnfinishedAsync"/>, or a
/// lifecycle rule of the bucket, ends them.</para>
/// <para>Memory: requests send from the file itself; none holds a part of an object.</para>
/// </remarks>
public sealed class S3Store : IObjectStore, IDisposable
{
    private readonly AmazonS3Client _client;
    private readonly S3Requests _requests;
    private readonly S3ObjectLock _locks;
    private readonly S3Upload _upload;
    private readonly CloudPut _put;
    private readonly S3Reads _reads;
    private readonly S3Listing _listing;
    private readonly S3Deletion _deletion;
    private readonly TimeProvider _time;

    /// <summary>Makes no request yet.</summary>
    /// <exception cref="ArgumentException">The options make no sense.</exception>
    public S3Store(S3StoreOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.BucketName);
        if (options.LocksObjects)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(options.ObjectLockDays, 1);
        }

        _client = S3Clients.Create(options);
        _requests = new S3Requests(_client, options, time);
        _locks = new S3ObjectLock(_requests, time);
        _upload = new S3Upload(_requests, new S3Multipart(_requests, _locks), _locks);
        _put = new CloudPut(_upload);
        _reads = new S3Reads(_requests);
        _listing = new S3Listing(_requests);
        _deletion = new S3Deletion(_requests);
        _time = time;
    }

    public string Location => _requests.Location;

    /// <summary>False where concurrent puts of one key are not told apart by the server; known after the first put or <see cref="PrepareAsync"/>.</summary>
    public bool PutsAreConditional => _upload.IsConditional;

    /// <summary>Makes the bucket when it is missing and that is permitted, and tries whether objects can be written and deleted.</summary>
    /// <exception cref="ObjectStoreException">The bucket cannot be used; the message tells why and what to do.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken) => new S3Preparation(_requests, _upload, _locks).RunAsync(cancellationToken);

    /// <summary>Finds out whether the bucket can be used, and if not, why. Makes it when it is missing and that is permitted.</summary>
    /// <returns>What was found; a store that cannot be used is a finding, not an exception.</returns>
    public async Task<StoreDiagnosis> DiagnoseAsync(CancellationToken cancellationToken)
    {
        using var probe = new S3Probe(_client, _requests, new S3Preparation(_requests, _upload, _locks), _upload, _time);
        return await new StoreProbe(probe, _time).RunAsync(cancellationToken);
    }

    /// <summary>Ends uploads in parts that were begun more than <paramref name="minAge"/> ago and never finished, and gives their number.</summary>
    /// <remarks>Longer than any upload takes: a day is safe. Only one user of the bucket should do this.</remarks>
    /// <exception cref="ObjectStoreException">They cannot be listed or ended.</exception>
    public Task<int> AbortUnfinishedAsync(TimeSpan minAge, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minAge, TimeSpan.Zero);
        return new S3Leftovers(_requests).AbortAsync(_time.GetUtcNow() - minAge, cancellationToken);
    }

    public Task PutIfAbsentAsync(string key, StagedFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        return _put.StagedAsync(key, file, cancellationToken);
    }

    public Task PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        _put.SmallAsync(key, content, cancellationToken);

    public Task ReadAsync(string key, long offset, Memory<byte> destination, CancellationToken cancellationToken) =>
        _reads.ReadAsync(key, offset, destination, cancellationToken);

    public Task<byte[]> GetAsync(string key, int maxLength, CancellationToken cancellationToken) =>
        _reads.WholeAsync(key, maxLength, cancellationToken);

    public Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken) => _reads.HeadAsync(key, cancellationToken);

    public IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectKey.ValidatePrefix(prefix);
        return _listing.ObjectsAsync(prefix, cancellationToken);
    }

    public IAsyncEnumerable<string> ListPrefixesAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectKey.ValidatePrefix(prefix);
        return _listing.PrefixesAsync(prefix, cancellationToken);
    }

    public Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return _deletion.DeleteAsync(keys, cancellationToken);
    }

    public void Dispose() => _client.Dispose();
}
