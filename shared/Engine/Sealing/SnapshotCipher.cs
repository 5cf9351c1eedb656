using System.Security.Cryptography;

namespace Holdfast.Engine.Sealing;

/// <summary>Encrypts and opens the body of a snapshot.</summary>
public static class SnapshotCipher
{
    /// <summary>Encrypts a snapshot's body.</summary>
    /// <param name="dataKey">The data key for new data.</param>
    /// <param name="repositoryId">The repository that the snapshot lies in.</param>
    /// <param name="objectKey">The snapshot's key.</param>
    /// <param name="body">The bytes of the body.</param>
    /// <param name="associated">The public part of the snapshot as the format lays it down: it cannot be changed unnoticed.</param>
    public static SealedBody Seal(
        DataKey dataKey, string repositoryId, string objectKey, ReadOnlySpan<byte> body, ReadOnlySpan<byte> associated) => Seal(
            dataKey,
            repositoryId,
            objectKey,
            body,
            associated,
            RandomNumberGenerator.GetBytes(AesGcmFormat.SaltLength),
            RandomNumberGenerator.GetBytes(AesGcmFormat.NonceLength));

    /// <summary>Opens what <see cref="Seal(DataKey, string, string, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/> encrypted.</summary>
    /// <exception cref="DataKeyMissingException">The data key was not opened.</exception>
    /// <exception cref="SealBrokenException">Body, public part, key or repository are not those of the snapshot that was written.</exception>
    public static byte[] Open(
        Keyring keyring, string repositoryId, string objectKey, SealedBody body, ReadOnlySpan<byte> associated)
    {
        var dataKey = keyring.Get(body.DataKey);
        if (body.Salt.Length != AesGcmFormat.SaltLength)
        {
            throw new SealBrokenException(objectKey, "The body");
        }

        var key = dataKey.SnapshotKey(repositoryId, objectKey, body.Salt);
        try
        {
            return GcmBox.Open(key, body.Data, associated);
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new SealBrokenException(objectKey, "The body", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Encrypts with a given salt and nonce, so that the format can be pinned.</summary>
    internal static SealedBody Seal(
        DataKey dataKey,
        string repositoryId,
        string objectKey,
        ReadOnlySpan<byte> body,
        ReadOnlySpan<byte> associated,
        byte[] salt,
        ReadOnlySpan<byte> nonce)
    {
        var key = dataKey.SnapshotKey(repositoryId, objectKey, salt);
        var data = GcmBox.Seal(key, body, associated, nonce);
        CryptographicOperations.ZeroMemory(key);
        return new SealedBody(dataKey.Id, salt, data);
    }
}
