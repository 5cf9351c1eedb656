using System.IO.Hashing;
using Holdfast.Engine.Chunks;

namespace Holdfast.Engine.Backup;

/// <summary>
/// Compresses chunks and proves each frame before anybody stores it: decoded again it must have the checksum that its content had before
/// its id was computed. One thread at a time.
/// </summary>
/// <remarks>Taken before, so that a bit which flips in memory at any time from then on is found, whether id or frame got the wrong one.</remarks>
internal sealed class ProvingCompressor(ChunkCodec codec) : IDisposable
{
    public ProvingCompressor(int level)
        : this(new ChunkCodec(level))
    {
    }

    /// <summary>Compresses <paramref name="content"/> into <paramref name="frame"/> and returns the frame's length.</summary>
    /// <param name="id">The id of the content.</param>
    /// <param name="checksum">XXH3 of the content, taken before the id.</param>
    /// <param name="content">What to compress.</param>
    /// <param name="frame">At least <see cref="ChunkCodec.Bound"/> long.</param>
    /// <param name="decoded">Takes what the frame decodes to, as long as the content; may be the content's own memory.</param>
    /// <exception cref="UndecodableChunkException">The frame is not the content.</exception>
    public int Compress(ChunkId id, ulong checksum, ReadOnlySpan<byte> content, Span<byte> frame, Span<byte> decoded)
    {
        var length = codec.Compress(content, frame);
        try
        {
            codec.Decompress(frame[..length], decoded);
        }
        catch (InvalidDataException cause)
        {
            throw new UndecodableChunkException(id, cause);
        }

        return XxHash3.HashToUInt64(decoded) == checksum ? length : throw new UndecodableChunkException(id);
    }

    public void Dispose() => codec.Dispose();
}
