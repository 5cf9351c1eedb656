using System.Text;
using Holdfast.Engine.Chunks;
using Xunit;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Holdfast.Engine.Tests.Chunks;

public sealed class ContentChecksumTests
{
    /// <summary>The values that xxHash itself gives.</summary>
    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)]
    [InlineData("a", 0xD24EC4F1A98C6E5B)]
    [InlineData("abc", 0x44BC2CF5AD770999)]
    public void Known_values(string text, ulong sum) => Assert.Equal(sum, ContentChecksum.Of(Encoding.ASCII.GetBytes(text)));

    /// <summary>A zstd frame may end with the low half of the same checksum.</summary>
    [Fact]
    public void It_is_the_checksum_of_zstd_frames_at_all_lengths()
    {
        using var compressor = new Compressor();
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        foreach (var length in Enumerable.Range(1, 200).Append(100_003))
        {
            var content = new byte[length];
            new Random(length).NextBytes(content);
            Assert.Equal(BitConverter.ToUInt32(compressor.Wrap(content)[^4..]), (uint)ContentChecksum.Of(content));
        }
    }

    [Fact]
    public void Every_bit_counts()
    {
        var content = new byte[77];
        var sums = new HashSet<ulong> { ContentChecksum.Of(content) };
        for (var bit = 0; bit < 8 * content.Length; bit++)
        {
            content[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(sums.Add(ContentChecksum.Of(content)));
            content[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }
}
