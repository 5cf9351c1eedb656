using System.Security.Cryptography;

namespace Holdfast.Engine.Sealing;

/// <summary>The random bytes of an operator's key file; they need no stretching.</summary>
internal sealed class KeyFileSecret : KeySecret
{
    public const string KdfName = "hkdf-sha256";

    private const int MinLength = 32;

    private readonly byte[] _bytes;

    public KeyFileSecret(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < MinLength)
        {
            throw new ArgumentException($"A key file needs at least {MinLength} random bytes; this one has {bytes.Length}.", nameof(bytes));
        }

        _bytes = bytes.ToArray();
    }

    internal override string Kdf => KdfName;

    internal override string Kind => "key file";

    internal override KdfDocument NewKdf(byte[] salt) => new() { Name = KdfName, Salt = salt };

    internal override byte[] WrappingKey(KdfDocument kdf) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _bytes, AesGcmFormat.KeyLength, kdf.Salt, "holdfast 1 key file"u8.ToArray());
}
