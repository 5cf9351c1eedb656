namespace Holdfast.Engine.Chunks.Zstd;

/// <summary>zstd as the system's own library.</summary>
internal sealed unsafe class NativeZstd : IZstd
{
    private readonly CompressorHandle _compressor = new();
    private readonly DecompressorHandle _decompressor = new();

    public NativeZstd(ZstdParameters parameters)
    {
        if (_compressor.IsInvalid || _decompressor.IsInvalid)
        {
            Dispose();
            throw new InsufficientMemoryException("libzstd has no memory for a context.");
        }

        Set(LibZstd.CompressionLevel, parameters.Level);
        Set(LibZstd.HashLog, parameters.HashLog);
        Set(LibZstd.MinMatch, parameters.MinMatch);
    }

    public int Compress(ReadOnlySpan<byte> content, Span<byte> frame)
    {
        fixed (byte* from = content, to = frame)
        {
            var length = LibZstd.Compress(_compressor, to, (nuint)frame.Length, from, (nuint)content.Length);
            return LibZstd.ErrorOf(length) is { } reason ? throw new InvalidOperationException($"libzstd cannot compress: {reason}.") : (int)length;
        }
    }

    public int Decompress(ReadOnlySpan<byte> frame, Span<byte> content)
    {
        fixed (byte* from = frame, to = content)
        {
            var length = LibZstd.Decompress(_decompressor, to, (nuint)content.Length, from, (nuint)frame.Length);
            return LibZstd.ErrorOf(length) is { } reason ? throw InvalidFrame.Exception(reason) : (int)length;
        }
    }

    public void Dispose()
    {
        _compressor.Dispose();
        _decompressor.Dispose();
    }

    private void Set(int parameter, int? value)
    {
        if (value is { } number && LibZstd.ErrorOf(LibZstd.SetParameter(_compressor, parameter, number)) is { } reason)
        {
            throw new InvalidOperationException($"libzstd refuses {number} for its parameter {parameter}: {reason}.");
        }
    }
}
