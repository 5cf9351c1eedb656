using Holdfast.Engine.Chunks;

namespace Holdfast.Engine.Backup;

/// <summary>Compresses chunks and proves each frame before anybody stores it: decoded again it must have the chunk's id. One thread at a time.</summary>
internal sealed class ProvingCompressor(int level, ChunkHasher hasher) : IDisposable
{
    private readonly ChunkCodec _codec = new(level);

    /// <summary>Compresses <paramref name="content"/> into <paramref name="frame"/> and returns the frame's length.</summary>
    /// <param name="id">The id of the content.</param>
    /// <param name="content">What to compress.</param>
    /// <param name="frame">At least <see cref="ChunkCodec.Bound"/> long.</param>
    /// <param name="decoded">
    /// Takes what the frame decodes to, as long as the content; may be the content's own memory, so that a bit which flipped there since it
    /// was hashed is found, too.
    /// </param>
    /// <exception cref="UndecodableChunkException">The frame is not the content.</exception>
    public int Compress(ChunkId id, ReadOnlySpan<byte> content, Span<byte> frame, Span<byte> decoded)
    {
        var length = _codec.Compress(content, frame);
        _codec.Decompress(frame[..length], decoded);
        return hasher.Compute(decoded) == id ? length : throw new UndecodableChunkException(id);
    }

    public void Dispose() => _codec.Dispose();
}
