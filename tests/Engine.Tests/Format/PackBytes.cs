using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Holdfast.Engine.Tests.Format;

/// <summary>A pack read by docs/format.md alone, with nothing of the engine's: so both say the same.</summary>
internal sealed class PackBytes
{
    public const int HeaderLength = 64;
    public const int TrailerLength = 64;
    public const int EntryLength = 48;
    private const int TagLength = 16;

    private readonly byte[] _bytes;
    private readonly byte[]? _packKey;

    /// <param name="bytes">The whole pack.</param>
    /// <param name="packKey">The pack's key when it is sealed.</param>
    public PackBytes(byte[] bytes, byte[]? packKey) => (_bytes, _packKey) = (bytes, packKey);

    public ReadOnlySpan<byte> Header => _bytes.AsSpan(0, HeaderLength);

    public ReadOnlySpan<byte> Trailer => _bytes.AsSpan(_bytes.Length - TrailerLength);

    public long TableOffset => (long)BinaryPrimitives.ReadUInt64LittleEndian(Trailer);

    public int TableStored => (int)BinaryPrimitives.ReadUInt32LittleEndian(Trailer[8..]);

    public int FrameCount => (int)BinaryPrimitives.ReadUInt32LittleEndian(Trailer[12..]);

    public ReadOnlySpan<byte> StoredTable => _bytes.AsSpan((int)TableOffset, TableStored);

    public byte[] Table => Opened((int)TableOffset, TableStored);

    public ReadOnlySpan<byte> WithoutHash => _bytes.AsSpan(0, _bytes.Length - 32);

    public int Length => _bytes.Length;

    /// <summary>The zstd frame at an offset.</summary>
    public byte[] Opened(int offset, int stored)
    {
        var bytes = _bytes.AsSpan(offset, stored);
        if (_packKey is null)
        {
            return bytes.ToArray();
        }

        Span<byte> nonce = stackalloc byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(nonce, (uint)offset);
        var plain = new byte[stored - TagLength];
        using var aes = new AesGcm(_packKey, TagLength);
        aes.Decrypt(nonce, bytes[..^TagLength], bytes[^TagLength..], plain, Header);
        return plain;
    }

    /// <summary>The data key in a key file, and its id.</summary>
    public static (byte[] Key, string Id) DataKey(byte[] keyFile, byte[] secret)
    {
        using var json = JsonDocument.Parse(keyFile);
        var root = json.RootElement;
        var kdf = root.GetProperty("kdf");
        var wrapping = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, kdf.GetProperty("salt").GetBytesFromBase64(), "holdfast 1 key file"u8.ToArray());
        var associated = string.Concat(
            new[] { "holdfast key 1", Text("repository"), Text("id"), Text("dataKey"), Text("dataKeyCreated") }.Select(line => line + "\n"));
        var wrapped = root.GetProperty("wrapped").GetBytesFromBase64().AsSpan();
        var key = new byte[32];
        using var aes = new AesGcm(wrapping, TagLength);
        aes.Decrypt(wrapped[..12], wrapped[12..^TagLength], wrapped[^TagLength..], key, Encoding.UTF8.GetBytes(associated));
        return (key, Text("dataKey"));

        string Text(string field) => root.GetProperty(field).GetString()!;
    }

    public static byte[] PackKey(byte[] dataKey, string repositoryId, string packKey, ReadOnlySpan<byte> header) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, dataKey, 32, header[24..56].ToArray(), Encoding.UTF8.GetBytes($"holdfast 1 pack\n{repositoryId}\n{packKey}"));

    /// <summary>SHA-256 of a chunk, with encryption keyed.</summary>
    public static byte[] ChunkId(ReadOnlySpan<byte> chunk, byte[]? dataKey)
    {
        var hash = SHA256.HashData(chunk);
        return dataKey is null ? hash : HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, dataKey, 32, [], "holdfast 1 chunk-id"u8.ToArray()), hash);
    }
}
