using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Engine.Sealing;

/// <summary>A random key from which everything that encrypts a repository's data is derived. Immutable; its secret is never shown.</summary>
/// <remarks>Derivation is HKDF-SHA-256 (RFC 5869) with the information strings of the repository format.</remarks>
public sealed class DataKey
{
    /// <summary>Length of the secret and of every key derived from it, in bytes.</summary>
    public const int Length = 32;

    private readonly byte[] _secret;

    /// <summary>A data key whose parts are known.</summary>
    /// <param name="id">16 lower-case hexadecimal digits.</param>
    /// <param name="createdAt">When the secret was made.</param>
    /// <param name="secret">32 bytes, copied.</param>
    internal DataKey(string id, DateTimeOffset createdAt, ReadOnlySpan<byte> secret)
    {
        if (!IsId(id))
        {
            throw new ArgumentException($"'{id}' is not the id of a data key.", nameof(id));
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, Length);
        (Id, CreatedAt, _secret) = (id, createdAt, secret.ToArray());
    }

    /// <summary>16 lower-case hexadecimal digits; not secret.</summary>
    public string Id { get; }

    /// <summary>When the secret was made: new data is encrypted with the newest data key.</summary>
    public DateTimeOffset CreatedAt { get; }

    internal ReadOnlySpan<byte> Secret => _secret;

    /// <summary>A new data key with a random id and secret.</summary>
    public static DataKey Generate(TimeProvider time)
    {
        Span<byte> secret = stackalloc byte[Length];
        RandomNumberGenerator.Fill(secret);
        var key = new DataKey(RandomNumberGenerator.GetHexString(16, lowercase: true), time.GetUtcNow(), secret);
        CryptographicOperations.ZeroMemory(secret);
        return key;
    }

    /// <summary>Key of the HMAC that makes chunk ids, 32 bytes.</summary>
    public byte[] ChunkIdKey() => Derive("holdfast 1 chunk-id", salt: []);

    /// <summary>Seed of the chunker's table, 32 bytes.</summary>
    public byte[] GearSeed() => Derive("holdfast 1 gear", salt: []);

    /// <summary>Key of one pack, 32 bytes.</summary>
    /// <param name="repositoryId">The repository that the pack lies in.</param>
    /// <param name="objectKey">The pack's own key.</param>
    /// <param name="salt">From the pack's header, 32 bytes.</param>
    public byte[] PackKey(string repositoryId, string objectKey, ReadOnlySpan<byte> salt) => OfObject("pack", repositoryId, objectKey, salt);

    /// <summary>Key of the sealed body of one snapshot, 32 bytes.</summary>
    /// <param name="repositoryId">The repository that the snapshot lies in.</param>
    /// <param name="objectKey">The snapshot's own key.</param>
    /// <param name="salt">As the snapshot names it, 32 bytes.</param>
    public byte[] SnapshotKey(string repositoryId, string objectKey, ReadOnlySpan<byte> salt) =>
        OfObject("snapshot", repositoryId, objectKey, salt);

    /// <summary>The id only.</summary>
    public override string ToString() => $"data key {Id}";

    internal static bool IsId(string? text) => text?.Length == 16 && text.All(char.IsAsciiHexDigitLower);

    private byte[] OfObject(string purpose, string repositoryId, string objectKey, ReadOnlySpan<byte> salt)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, AesGcmFormat.SaltLength);
        return Derive($"holdfast 1 {purpose}\n{repositoryId}\n{objectKey}", salt);
    }

    private byte[] Derive(string info, ReadOnlySpan<byte> salt)
    {
        var key = new byte[Length];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, key, salt, Encoding.UTF8.GetBytes(info));
        return key;
    }
}
