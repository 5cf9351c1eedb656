using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Holdfast.Engine.Chunks;

/// <summary>Compresses and decompresses chunks; one thread at a time.</summary>
public sealed class ChunkCodec : IDisposable
{
    /// <summary>
    /// zstd level of new chunks: with matches from 5 bytes, level 2 stores 1 % more than level 3 in little more than half of the time
    /// (docs/performance.md, "Choice of the compression level").
    /// </summary>
    public const int DefaultLevel = 2;

    private readonly Compressor _compressor;
    private readonly Decompressor _decompressor = new();

    public ChunkCodec(int level = DefaultLevel)
    {
        _compressor = new Compressor(level);
        if (level == DefaultLevel)
        {
            _compressor.SetParameter(ZSTD_cParameter.ZSTD_c_minMatch, 5);
        }
    }

    /// <summary>The longest a frame of <paramref name="size"/> bytes can get.</summary>
    public static int Bound(int size) => Compressor.GetCompressBound(size);

    /// <summary>Compresses into <paramref name="destination"/>, at least <see cref="Bound"/> long, and returns the frame's length.</summary>
    public int Compress(ReadOnlySpan<byte> chunk, Span<byte> destination) => _compressor.Wrap(chunk, destination);

    /// <summary>Decompresses a frame of exactly <paramref name="destination"/>'s length of content.</summary>
    /// <exception cref="InvalidDataException">The frame is damaged, or its content has another length.</exception>
    public void Decompress(ReadOnlySpan<byte> frame, Span<byte> destination)
    {
        int length;
        try
        {
            length = _decompressor.Unwrap(frame, destination);
        }
        catch (ZstdException cause)
        {
            throw new InvalidDataException("The frame is not valid zstd data.", cause);
        }

        if (length != destination.Length)
        {
            throw new InvalidDataException($"The frame holds {length} bytes where {destination.Length} were announced.");
        }
    }

    public void Dispose()
    {
        _compressor.Dispose();
        _decompressor.Dispose();
    }
}
