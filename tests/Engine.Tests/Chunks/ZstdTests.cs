using CsCheck;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Chunks.Zstd;
using Xunit;
using ZstdSharp;

namespace Holdfast.Engine.Tests.Chunks;

/// <summary>The system's libzstd and the managed one write the same format, and take damage alike.</summary>
public sealed class ZstdTests
{
    private const string Native = "native";
    private const string Managed = "managed";

    /// <summary>Pieces of few different bytes, of random ones, and repeated earlier ones.</summary>
    private static readonly Gen<byte[]> Content =
        Gen.Select(Gen.Byte.Array[0, 40], Gen.Int[1, 400], Gen.Byte.Array[0, 3000], (piece, times, random) =>
            (byte[])[.. Enumerable.Repeat(piece, times).SelectMany(x => x), .. random, .. piece, .. random.AsSpan(random.Length / 2)]);

    [Fact]
    public void This_system_has_libzstd_as_every_Debian_has() => Assert.True(ZstdChoice.HasNative);

    [Theory]
    [InlineData(Native, Managed)]
    [InlineData(Managed, Native)]
    public void What_one_writes_the_other_reads(string writer, string reader)
    {
        Gen.Select(Content, Gen.Int[1, 6]).Sample((content, level) =>
        {
            using var from = ZstdChoice.Create(ChunkCodec.ParametersOf(level), writer);
            using var to = ZstdChoice.Create(ChunkCodec.ParametersOf(level), reader);
            Assert.Equal(content, Decoded(to, Compressed(from, content), content.Length));
        }, iter: 300);
    }

    [Theory]
    [InlineData(Native)]
    [InlineData(Managed)]
    public void One_codec_does_many_chunks_of_all_lengths(string setting)
    {
        using var zstd = ZstdChoice.Create(ChunkCodec.ParametersOf(ChunkCodec.DefaultLevel), setting);
        foreach (var length in new[] { 0, 1, 1000, StoredChunk.MaxSize, 127 << 10, 129 << 10, 300 << 10 })
        {
            var random = new byte[length];
            new Random(length).NextBytes(random);
            Assert.Equal(random, Decoded(zstd, Compressed(zstd, random), length));
            var zeroes = new byte[length];
            Assert.Equal(zeroes, Decoded(zstd, Compressed(zstd, zeroes), length));
        }
    }

    [Fact]
    public void Bound_is_that_of_zstd()
    {
        Assert.All(
            [0, 1, 1000, 127 << 10, (128 << 10) - 1, 128 << 10, (128 << 10) + 1, 1 << 20, StoredChunk.MaxSize],
            size => Assert.Equal(Compressor.GetCompressBound(size), ChunkCodec.Bound(size)));
    }

    [Theory]
    [InlineData(Native)]
    [InlineData(Managed)]
    public void A_frame_that_is_cut_off_or_no_frame_is_refused(string setting)
    {
        using var zstd = ZstdChoice.Create(ChunkCodec.ParametersOf(ChunkCodec.DefaultLevel), setting);
        var content = new byte[5000];
        new Random(1).NextBytes(content.AsSpan(0, 2500));
        var frame = Compressed(zstd, content);
        foreach (var length in Enumerable.Range(1, frame.Length - 1))
        {
            Assert.Throws<InvalidDataException>(() => Decoded(zstd, frame.AsSpan(0, length), content.Length));
        }

        Assert.Throws<InvalidDataException>(() => Decoded(zstd, content, content.Length));
        Assert.Throws<InvalidDataException>(() => Decoded(zstd, [.. frame, 1], content.Length));
    }

    [Fact]
    public void Both_say_the_same_of_a_damaged_frame()
    {
        using var native = ZstdChoice.Create(ChunkCodec.ParametersOf(ChunkCodec.DefaultLevel), Native);
        using var managed = ZstdChoice.Create(ChunkCodec.ParametersOf(ChunkCodec.DefaultLevel), Managed);
        var frame = Compressed(native, [.. Enumerable.Range(0, 3000).Select(i => (byte)(i % 7 * (i / 100)))]);
        foreach (byte[] damaged in new byte[][] { [1, .. frame.AsSpan(1)], [.. frame.AsSpan(0, frame.Length - 3)], [.. frame, 9] })
        {
            var one = Assert.Throws<InvalidDataException>(() => Decoded(native, damaged, 3000));
            var other = Assert.Throws<InvalidDataException>(() => Decoded(managed, damaged, 3000));
            Assert.Equal(one.Message, other.Message);
        }
    }

    /// <summary>Whatever a frame claims, no more than the content that was announced is written.</summary>
    [Fact]
    public void Damage_is_refused_or_gives_other_bytes_but_never_more_of_them_and_the_same_in_both()
    {
        using var native = ZstdChoice.Create(ChunkCodec.ParametersOf(ChunkCodec.DefaultLevel), Native);
        using var managed = ZstdChoice.Create(ChunkCodec.ParametersOf(ChunkCodec.DefaultLevel), Managed);
        Gen.Select(Content, Gen.Int[0, 1_000_000], Gen.Byte[1, 255], Gen.Int[0, 20]).Sample((content, at, change, missing) =>
        {
            var frame = Compressed(native, content);
            frame[at % Math.Min(frame.Length, at % 2 == 0 ? 24 : int.MaxValue)] ^= change;
            var room = Math.Max(0, content.Length - missing);
            var (one, other) = (Outcome(native, frame, room), Outcome(managed, frame, room));
            if (one is not null && other is not null)
            {
                Assert.Equal(one, other);
            }
        }, iter: 2000, threads: 1);

        static byte[]? Outcome(IZstd zstd, byte[] frame, int room)
        {
            var buffer = new byte[room + 64];
            buffer.AsSpan(room).Fill(0xA5);
            try
            {
                var length = zstd.Decompress(frame, buffer.AsSpan(0, room));
                return buffer[..length];
            }
            catch (InvalidDataException)
            {
                return null;
            }
            finally
            {
                Assert.False(buffer.AsSpan(room).ContainsAnyExcept((byte)0xA5));
            }
        }
    }

    [Fact]
    public void The_managed_one_can_be_asked_for()
    {
        using var managed = ZstdChoice.Create(ChunkCodec.ParametersOf(3), Managed);
        Assert.IsType<ManagedZstd>(managed);
        using var native = ZstdChoice.Create(ChunkCodec.ParametersOf(3), null);
        Assert.IsType<NativeZstd>(native);
        var refused = Assert.Throws<InvalidOperationException>(() => ZstdChoice.Create(ChunkCodec.ParametersOf(3), "brotli"));
        Assert.Contains(ZstdChoice.Variable, refused.Message, StringComparison.Ordinal);
    }

    private static byte[] Compressed(IZstd zstd, byte[] content)
    {
        var frame = new byte[ChunkCodec.Bound(content.Length)];
        return frame[..zstd.Compress(content, frame)];
    }

    private static byte[] Decoded(IZstd zstd, ReadOnlySpan<byte> frame, int length)
    {
        var content = new byte[length];
        return content[..zstd.Decompress(frame, content)];
    }
}
