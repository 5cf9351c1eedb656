using Holdfast.Engine.Chunks.Zstd;

namespace Holdfast.Engine.Chunks;

/// <summary>Compresses and decompresses chunks; one thread at a time.</summary>
public sealed class ChunkCodec : IDisposable
{
    /// <summary>
    /// zstd level of new chunks. Its search remembers fewer places than the level would, which stay in the processor's cache, and looks
    /// for matches from 6 bytes in chunks of all sizes (docs/performance.md, "Choice of the compression level").
    /// </summary>
    public const int DefaultLevel = 2;

    private static readonly ZstdParameters Default = new(DefaultLevel, HashLog: 15, MinMatch: 6);

    private readonly IZstd _zstd;

    /// <summary>A codec of the implementation that <see cref="ZstdChoice"/> makes.</summary>
    /// <param name="level">1 to 19; how hard it tries when it compresses.</param>
    public ChunkCodec(int level = DefaultLevel)
        : this(ZstdChoice.Create(ParametersOf(level)))
    {
    }

    /// <summary>A codec of a given implementation, which it disposes.</summary>
    internal ChunkCodec(IZstd zstd) => _zstd = zstd;

    /// <summary>The longest a frame of <paramref name="size"/> bytes, up to <see cref="StoredChunk.MaxSize"/>, can get.</summary>
    /// <remarks>ZSTD_COMPRESSBOUND of zstd.h.</remarks>
    public static int Bound(int size) => size + (size >> 8) + (size < 128 << 10 ? ((128 << 10) - size) >> 11 : 0);

    /// <summary>Compresses into <paramref name="destination"/>, at least <see cref="Bound"/> long, and returns the frame's length.</summary>
    public int Compress(ReadOnlySpan<byte> chunk, Span<byte> destination) => _zstd.Compress(chunk, destination);

    /// <summary>Decompresses a frame of exactly <paramref name="destination"/>'s length of content.</summary>
    /// <exception cref="InvalidDataException">The frame is damaged, or its content has another length.</exception>
    public void Decompress(ReadOnlySpan<byte> frame, Span<byte> destination)
    {
        var length = _zstd.Decompress(frame, destination);
        if (length != destination.Length)
        {
            throw new InvalidDataException($"The frame holds {length} bytes where {destination.Length} were announced.");
        }
    }

    public void Dispose() => _zstd.Dispose();

    internal static ZstdParameters ParametersOf(int level) => level == DefaultLevel ? Default : new ZstdParameters(level);
}
