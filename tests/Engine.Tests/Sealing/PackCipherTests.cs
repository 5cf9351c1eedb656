using CsCheck;
using Holdfast.Engine.Sealing;
using Xunit;
using static Holdfast.Engine.Tests.Sealing.Vectors;

namespace Holdfast.Engine.Tests.Sealing;

public class PackCipherTests
{
    [Theory]
    [InlineData(0u, "547f873debd69d34712b3d0402d64257b98fa7185ce77a")]
    [InlineData(1u, "d880bd378f49ac5cf4278f9a23daaf42b755397e1f9268")]
    [InlineData(uint.MaxValue, "2da12fba2bfba092f7c2ee43a192c87353174f878fb4a3")]
    public void A_sealed_frame_has_the_bytes_of_the_format(uint frame, string expected)
    {
        using var cipher = Cipher();
        Assert.Equal(expected, Convert.ToHexStringLower(Sealed(cipher, frame, "a frame"u8)));
    }

    [Fact]
    public void What_was_sealed_opens() => Gen.Select(Gen.Byte.Array[0, 300], Gen.UInt).Sample((plain, frame) =>
    {
        using var writer = Cipher();
        using var reader = Cipher();
        var stored = Sealed(writer, frame, plain);
        var opened = new byte[plain.Length];
        Assert.Equal(plain.Length, reader.Open(frame, stored, opened));
        Assert.Equal(plain, opened);
    });

    [Fact]
    public void Any_flipped_bit_is_refused()
    {
        using var cipher = Cipher();
        var stored = Sealed(cipher, 7, "some bytes of a frame"u8);
        for (var bit = 0; bit < stored.Length * 8; bit++)
        {
            var broken = stored.ToArray();
            broken[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<SealBrokenException>(() => cipher.Open(7, broken, new byte[stored.Length]));
        }
    }

    [Fact]
    public void Any_flipped_bit_of_the_header_is_refused()
    {
        using var writer = Cipher();
        var stored = Sealed(writer, 0, "x"u8);
        for (var bit = 0; bit < Header.Length * 8; bit++)
        {
            var header = Header.ToArray();
            header[bit / 8] ^= (byte)(1 << (bit % 8));
            using var reader = new PackCipher(Key, RepositoryId, Pack, Salt, header);
            Assert.Throws<SealBrokenException>(() => reader.Open(0, stored, new byte[1]));
        }
    }

    [Fact]
    public void A_frame_of_any_other_place_is_refused()
    {
        using var writer = Cipher();
        var stored = Sealed(writer, 3, "x"u8);
        Assert.Throws<SealBrokenException>(() => writer.Open(4, stored, new byte[1]));
        Assert.Throws<SealBrokenException>(() => writer.Open(uint.MaxValue, stored, new byte[1]));

        PackCipher[] others =
        [
            new(Key, RepositoryId, Pack.Replace("00001", "00002", StringComparison.Ordinal), Salt, Header),
            new(Key, RepositoryId[..^1] + "d", Pack, Salt, Header),
            new(Key, RepositoryId, Pack, Bytes(101, 32), Header),
            new(DataKey.Generate(TimeProvider.System), RepositoryId, Pack, Salt, Header),
        ];
        foreach (var other in others)
        {
            Assert.Throws<SealBrokenException>(() => other.Open(3, stored, new byte[1]));
            other.Dispose();
        }
    }

    [Fact]
    public void A_frame_cut_short_is_refused()
    {
        using var cipher = Cipher();
        var stored = Sealed(cipher, 0, "some bytes"u8);
        for (var length = 0; length < stored.Length; length++)
        {
            Assert.Throws<SealBrokenException>(() => cipher.Open(0, stored.AsSpan(0, length), new byte[64]));
        }
    }

    [Fact]
    public void What_does_not_open_leaves_nothing_of_it_behind()
    {
        using var cipher = Cipher();
        var stored = Sealed(cipher, 0, "some bytes"u8);
        stored[^1] ^= 1;
        var destination = new byte[10];
        Assert.Throws<SealBrokenException>(() => cipher.Open(0, stored, destination));
        Assert.Equal(new byte[10], destination);
    }

    [Fact]
    public void A_frame_number_is_never_used_twice_for_sealing()
    {
        using var cipher = Cipher();
        Sealed(cipher, 5, "x"u8);
        Assert.Throws<InvalidOperationException>(() => Sealed(cipher, 5, "y"u8));
        Assert.Throws<InvalidOperationException>(() => Sealed(cipher, 4, "y"u8));
        Sealed(cipher, uint.MaxValue, "table"u8);
        Assert.Throws<InvalidOperationException>(() => Sealed(cipher, uint.MaxValue, "table"u8));
    }

    private static PackCipher Cipher() => new(Key, RepositoryId, Pack, Salt, Header);

    private static byte[] Sealed(PackCipher cipher, uint frame, ReadOnlySpan<byte> plain)
    {
        var stored = new byte[plain.Length + PackCipher.Overhead];
        Assert.Equal(stored.Length, cipher.Seal(frame, plain, stored));
        return stored;
    }
}
