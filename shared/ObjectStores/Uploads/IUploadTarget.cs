namespace Holdfast.ObjectStores.Uploads;

/// <summary>What a cloud's store does differently from others when something is put.</summary>
internal interface IUploadTarget
{
    /// <summary>Stores the bytes unless the key is taken. True when these bytes are stored now, false when the key is taken.</summary>
    /// <exception cref="ObjectStoreException">The upload failed, or the bytes are not what was promised.</exception>
    Task<bool> TryUploadAsync(string key, UploadSource source, CancellationToken cancellationToken);

    /// <summary>What is stored under the key, or null.</summary>
    /// <exception cref="ObjectStoreException">The question could not be answered.</exception>
    Task<StoredIdentity?> FindAsync(string key, CancellationToken cancellationToken);
}
