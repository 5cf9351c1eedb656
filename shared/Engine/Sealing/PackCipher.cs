using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Holdfast.Engine.Sealing;

/// <summary>Encrypts and opens the frames of one pack. For one thread at a time.</summary>
/// <remarks>
/// The nonce is the frame's offset in the pack, the key belongs to this pack alone, and the header is additional authenticated data: a frame
/// that was changed, or moved to another place, pack or repository, does not open.
/// </remarks>
public sealed class PackCipher : IDisposable
{
    /// <summary>How many bytes a sealed frame is longer than its plain bytes.</summary>
    public const int Overhead = AesGcmFormat.TagLength;

    private readonly AesGcm _aes;
    private readonly byte[] _header;
    private readonly string _objectKey;
    private long _lastSealed = -1;

    /// <summary>The cipher of one pack.</summary>
    /// <param name="dataKey">The data key whose id stands in the header.</param>
    /// <param name="repositoryId">The repository that the pack lies in.</param>
    /// <param name="objectKey">The pack's key.</param>
    /// <param name="salt">As it stands in the header, 32 bytes; random for every pack that is written.</param>
    /// <param name="header">The whole header of the pack, copied.</param>
    public PackCipher(DataKey dataKey, string repositoryId, string objectKey, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> header)
    {
        var key = dataKey.PackKey(repositoryId, objectKey, salt);
        _aes = new AesGcm(key, AesGcmFormat.TagLength);
        CryptographicOperations.ZeroMemory(key);
        (_header, _objectKey) = (header.ToArray(), objectKey);
    }

    /// <summary>Encrypts a frame into <paramref name="destination"/>: ciphertext, then tag.</summary>
    /// <param name="offset">Where it goes in the pack, each higher than the one sealed before: a nonce used twice would give both frames away.</param>
    /// <param name="plain">The bytes of the frame.</param>
    /// <param name="destination">At least <see cref="Overhead"/> bytes longer than <paramref name="plain"/>, not overlapping it.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="InvalidOperationException">A frame at this or a higher offset was sealed before.</exception>
    public int Seal(uint offset, ReadOnlySpan<byte> plain, Span<byte> destination)
    {
        if (offset <= _lastSealed)
        {
            throw new InvalidOperationException($"A frame at {offset} of '{_objectKey}' must not be sealed after one at {_lastSealed}.");
        }

        Span<byte> nonce = stackalloc byte[AesGcmFormat.NonceLength];
        Fill(nonce, offset);
        _lastSealed = offset;
        _aes.Encrypt(nonce, plain, destination[..plain.Length], destination.Slice(plain.Length, Overhead), _header);
        return plain.Length + Overhead;
    }

    /// <summary>Opens a frame into <paramref name="destination"/>.</summary>
    /// <param name="offset">Where it lies in the pack.</param>
    /// <param name="stored">Ciphertext, then tag.</param>
    /// <param name="destination">At least as long as <paramref name="stored"/> less <see cref="Overhead"/>, not overlapping it.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="SealBrokenException">The bytes are not those that were sealed as this frame of this pack; nothing of them is written.</exception>
    public int Open(uint offset, ReadOnlySpan<byte> stored, Span<byte> destination)
    {
        if (stored.Length < Overhead)
        {
            throw Broken(offset, cause: null);
        }

        var length = stored.Length - Overhead;
        Span<byte> nonce = stackalloc byte[AesGcmFormat.NonceLength];
        Fill(nonce, offset);
        try
        {
            _aes.Decrypt(nonce, stored[..length], stored[length..], destination[..length], _header);
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw Broken(offset, e);
        }

        return length;
    }

    public void Dispose() => _aes.Dispose();

    private SealBrokenException Broken(uint offset, Exception? cause) =>
        new(_objectKey, $"The frame at {offset}", cause);

    private static void Fill(Span<byte> nonce, uint offset)
    {
        nonce.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(nonce, offset);
    }
}
