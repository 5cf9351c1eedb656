using System.IO.Hashing;
using Holdfast.Engine.Backup;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Chunks.Zstd;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

public sealed class ProvingCompressorTests
{
    private static readonly ChunkHasher Hasher = new(null);

    [Fact]
    public void What_decodes_to_the_content_passes() => Assert.InRange(Compress(new FaultyZstd(_ => { }, _ => { })), 1, 1000);

    [Fact]
    public void A_compressor_that_loses_a_bit_is_found() =>
        Assert.Throws<UndecodableChunkException>(() => Compress(new FaultyZstd(content => content[700] ^= 1, _ => { })));

    [Fact]
    public void A_frame_that_does_not_decode_at_all_is_found() =>
        Assert.Throws<UndecodableChunkException>(() => Compress(new FaultyZstd(_ => { }, frame => frame[0] ^= 1)));

    [Fact]
    public void A_bit_that_flips_between_checksum_and_id_is_found()
    {
        var content = Content();
        var checksum = XxHash3.HashToUInt64(content);
        content[99] ^= 0x10;
        using var compressor = new ProvingCompressor(ChunkCodec.DefaultLevel);
        Assert.Throws<UndecodableChunkException>(() => Compress(compressor, content, checksum));
    }

    private static byte[] Content() => [.. Enumerable.Range(0, 3000).Select(i => (byte)(i / 9))];

    private static int Compress(IZstd zstd)
    {
        using var compressor = new ProvingCompressor(new ChunkCodec(zstd));
        var content = Content();
        return Compress(compressor, content, XxHash3.HashToUInt64(content));
    }

    private static int Compress(ProvingCompressor compressor, byte[] content, ulong checksum)
    {
        var frame = new byte[ChunkCodec.Bound(content.Length)];
        return compressor.Compress(Hasher.Compute(content), checksum, content, frame, decoded: content);
    }

    /// <summary>A working zstd whose content or frame changes on the way.</summary>
    private sealed class FaultyZstd(Action<byte[]> content, Action<byte[]> frame) : IZstd
    {
        private readonly IZstd _zstd = ZstdChoice.Create(ChunkCodec.ParametersOf(ChunkCodec.DefaultLevel));

        public int Compress(ReadOnlySpan<byte> chunk, Span<byte> destination)
        {
            var read = chunk.ToArray();
            content(read);
            var buffer = new byte[destination.Length];
            var length = _zstd.Compress(read, buffer);
            frame(buffer);
            buffer.CopyTo(destination);
            return length;
        }

        public int Decompress(ReadOnlySpan<byte> chunk, Span<byte> destination) => _zstd.Decompress(chunk, destination);

        public void Dispose() => _zstd.Dispose();
    }
}
