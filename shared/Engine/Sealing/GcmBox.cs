using System.Security.Cryptography;

namespace Holdfast.Engine.Sealing;

/// <summary>A short secret encrypted as one piece: <c>nonce ‖ ciphertext ‖ tag</c>, with a random nonce.</summary>
internal static class GcmBox
{
    public const int Overhead = AesGcmFormat.NonceLength + AesGcmFormat.TagLength;

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> nonce)
    {
        var box = new byte[plain.Length + Overhead];
        nonce.CopyTo(box);
        using var aes = new AesGcm(key, AesGcmFormat.TagLength);
        aes.Encrypt(nonce, plain, box.AsSpan(nonce.Length, plain.Length), box.AsSpan(nonce.Length + plain.Length), associated);
        return box;
    }

    /// <summary>What <see cref="Seal"/> encrypted.</summary>
    /// <exception cref="AuthenticationTagMismatchException">Another key, other associated data, or changed bytes.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, ReadOnlySpan<byte> associated)
    {
        if (box.Length < Overhead)
        {
            throw new AuthenticationTagMismatchException("too short");
        }

        var plain = new byte[box.Length - Overhead];
        using var aes = new AesGcm(key, AesGcmFormat.TagLength);
        aes.Decrypt(
            box[..AesGcmFormat.NonceLength], box.Slice(AesGcmFormat.NonceLength, plain.Length), box[^AesGcmFormat.TagLength..], plain, associated);
        return plain;
    }
}
