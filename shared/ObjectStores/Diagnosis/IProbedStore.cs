namespace Holdfast.ObjectStores.Diagnosis;

/// <summary>The steps of a diagnosis as each kind of store takes them, past the rules for keys: the probe's key is the stores' own.</summary>
/// <remarks>All throw <see cref="ObjectStoreException"/> when they fail.</remarks>
internal interface IProbedStore
{
    /// <summary>Where the objects are, for people.</summary>
    string Location { get; }

    /// <summary>What the store lies in: bucket, container or directory.</summary>
    string Place { get; }

    /// <summary>The server's clock less this machine's, as the latest answer told; null when none has told.</summary>
    TimeSpan? ClockDifference { get; }

    /// <summary>Whether the bucket, container or directory is there.</summary>
    Task<bool> FindAsync(CancellationToken cancellationToken);

    Task CreateAsync(CancellationToken cancellationToken);

    Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>The object's bytes; null when there is no such object.</summary>
    Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>Whether a listing shows the object.</summary>
    Task<bool> IsListedAsync(string key, CancellationToken cancellationToken);

    Task DeleteAsync(string key, CancellationToken cancellationToken);
}
