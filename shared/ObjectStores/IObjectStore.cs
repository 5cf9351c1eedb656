using Holdfast.Engine.Objects;

namespace Holdfast.ObjectStores;

/// <summary>A place where immutable objects live: a directory, an S3 bucket, an Azure container.</summary>
/// <remarks>
/// <para><b>Keys</b> obey <see cref="ObjectKey"/>; every method refuses any other key with <see cref="ArgumentException"/>. An object
/// has no children: a store may refuse <c>a/b/c</c> while <c>a/b</c> is an object, and the other way round, with a permanent
/// <see cref="ObjectStoreException"/>; it never harms the object that is there.</para>
/// <para><b>Puts</b> are atomic and durable: an object is visible whole or not at all, at every moment and after every crash, and
/// when a put returns, the object survives the loss of power. Nothing is ever overwritten. Of several concurrent puts of one key
/// exactly one stores its bytes; the others succeed if theirs are the same bytes (length and SHA-256) and fail with
/// <see cref="ObjectExistsException"/> if not. After a put that failed or was cancelled, the object is either absent or whole; asking
/// again with the same bytes tells.</para>
/// <para><b>Reads</b> see an object from the moment its put returned, and what they return is part of that object; but the bytes are
/// not checked against a hash: disks and networks are not trusted, whoever reads does that.</para>
/// <para><b>Listings</b> are complete: what was stored before the listing began and is not deleted before it ends is in it, once, in key
/// order. What is stored or deleted meanwhile may or may not be. When anything is wrong a listing throws, at any point of its
/// enumeration; it never ends early, and a store that cannot be reached never looks like an empty one.</para>
/// <para><b>Failures</b> are <see cref="ObjectStoreException"/>, apart from the typed outcomes named on each method, and
/// <see cref="OperationCanceledException"/> for the caller's cancellation only. Stores do not repeat failed calls
/// (a cloud SDK's own handling of one request aside):
/// <see cref="Retries.RetryingStore"/> does, and only for what says <see cref="ObjectStoreException.IsTransient"/>.</para>
/// <para>All methods may be called concurrently, also by several processes on the same store.</para>
/// </remarks>
public interface IObjectStore
{
    /// <summary>Where the objects are, for people: a path or an address, without secrets.</summary>
    string Location { get; }

    /// <summary>Stores a staged file under <paramref name="key"/> unless the key is taken, and returns when it is durable.</summary>
    /// <remarks>
    /// The file belongs to the store from now on, and is gone when the put has succeeded: moved or deleted. After a failure it is
    /// still there, so that the put can be repeated, with one exception: a file that could not be made durable is deleted, because a
    /// second attempt may report success for lost bytes. A missing file is no error when the object is already stored with these
    /// bytes (the request is a repetition). The length is always checked, and the hash whenever the bytes pass through the store.
    /// </remarks>
    /// <exception cref="ObjectExistsException">Other bytes are stored under this key. The staged file is kept.</exception>
    /// <exception cref="ObjectStoreException">The put failed, or the staged file is not what <paramref name="file"/> says.</exception>
    Task PutIfAbsentAsync(string key, StagedFile file, CancellationToken cancellationToken);

    /// <summary>Stores <paramref name="content"/> under <paramref name="key"/> unless the key is taken; meant for small objects.</summary>
    /// <exception cref="ObjectExistsException">Other bytes are stored under this key.</exception>
    /// <exception cref="ObjectStoreException">The put failed.</exception>
    Task PutIfAbsentAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Fills <paramref name="destination"/> with the object's bytes at <paramref name="offset"/>, 0 or more.</summary>
    /// <exception cref="EndOfStreamException">The object ends before the buffer is full.</exception>
    /// <exception cref="ObjectNotFoundException">No object has this key.</exception>
    /// <exception cref="ObjectStoreException">The read failed.</exception>
    Task ReadAsync(string key, long offset, Memory<byte> destination, CancellationToken cancellationToken);

    /// <summary>The whole of a small object.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="maxLength">The most bytes to accept; a longer object is refused before its bytes are fetched.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="ObjectNotFoundException">No object has this key.</exception>
    /// <exception cref="ObjectStoreException">The read failed, or the object is longer than allowed.</exception>
    Task<byte[]> GetAsync(string key, int maxLength, CancellationToken cancellationToken);

    /// <summary>The object's length and time, or null when no object has this key.</summary>
    /// <exception cref="ObjectStoreException">The question could not be answered.</exception>
    Task<ObjectInfo?> HeadAsync(string key, CancellationToken cancellationToken);

    /// <summary>Every object below <paramref name="prefix"/>, by the order of <see cref="ObjectKey.Compare"/>.</summary>
    /// <param name="prefix">Empty, or a key followed by <c>/</c>: so <c>app/</c> never covers <c>app2/</c>.</param>
    /// <param name="cancellationToken">Ends the listing with an exception.</param>
    /// <exception cref="ObjectStoreException">The listing cannot be completed.</exception>
    IAsyncEnumerable<ObjectInfo> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>The prefixes one level below <paramref name="prefix"/> that have objects, whole and ending in <c>/</c>, in key order.</summary>
    /// <remarks>So the backups of a namespace are found without listing their packs. Same promises as <see cref="ListAsync"/>.</remarks>
    /// <exception cref="ObjectStoreException">The listing cannot be completed.</exception>
    IAsyncEnumerable<string> ListPrefixesAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Deletes these objects, durably; keys without an object are no error.</summary>
    /// <exception cref="ObjectStoreException">At least one could not be deleted; others may have been. Worth repeating as a whole.</exception>
    Task DeleteAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken);
}
