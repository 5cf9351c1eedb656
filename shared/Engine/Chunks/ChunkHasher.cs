using System.Security.Cryptography;

namespace Holdfast.Engine.Chunks;

/// <summary>Computes chunk ids. Safe for concurrent use.</summary>
/// <param name="key">The chunk id key of an encrypted repository; null for plain SHA-256.</param>
public sealed class ChunkHasher(byte[]? key)
{
    public ChunkId Compute(ReadOnlySpan<byte> chunk)
    {
        var id = default(ChunkId);
        SHA256.HashData(chunk, id);
        return key is null ? id : Keyed(id);
    }

    private ChunkId Keyed(ChunkId digest)
    {
        var id = default(ChunkId);
        HMACSHA256.HashData(key!, digest.Bytes, id);
        return id;
    }
}
