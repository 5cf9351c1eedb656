using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Holdfast.Engine.Chunks.Zstd;

/// <summary>zstd as managed code, which is always there.</summary>
internal sealed class ManagedZstd : IZstd
{
    private readonly Compressor _compressor;
    private readonly Decompressor _decompressor = new();

    public ManagedZstd(ZstdParameters parameters)
    {
        _compressor = new Compressor(parameters.Level);
        if (parameters.HashLog is { } hashLog)
        {
            _compressor.SetParameter(ZSTD_cParameter.ZSTD_c_hashLog, hashLog);
        }

        if (parameters.MinMatch is { } minMatch)
        {
            _compressor.SetParameter(ZSTD_cParameter.ZSTD_c_minMatch, minMatch);
        }
    }

    public int Compress(ReadOnlySpan<byte> content, Span<byte> frame) => _compressor.Wrap(content, frame);

    public int Decompress(ReadOnlySpan<byte> frame, Span<byte> content)
    {
        try
        {
            return _decompressor.Unwrap(frame, content);
        }
        catch (ZstdException cause)
        {
            throw InvalidFrame.Exception(cause.Message);
        }
    }

    public void Dispose()
    {
        _compressor.Dispose();
        _decompressor.Dispose();
    }
}
