using CsCheck;
using Holdfast.Engine.Chunking;
using Xunit;

namespace Holdfast.Engine.Tests.Chunking;

public sealed class ContentCutterTests
{
    private static readonly ChunkSizes Sizes = new(256, 1024, 4096);
    private static readonly ContentCutter Cutter = new(Sizes, GearTable.Public);

    [Fact]
    public void Chunks_add_up_and_keep_their_bounds() => Gen.Byte.Array[0, 20_000].Sample(data =>
    {
        var lengths = Cut(data);
        Assert.Equal(data.Length, lengths.Sum());
        Assert.All(lengths.SkipLast(1), length => Assert.InRange(length, Sizes.Minimum, Sizes.Maximum));
        Assert.All(lengths, length => Assert.InRange(length, 1, Sizes.Maximum));
    });

    [Fact]
    public void An_insertion_moves_only_the_cuts_near_it()
    {
        var data = new byte[200_000];
        new Random(1).NextBytes(data);
        var before = Ends(data);
        var after = Ends([.. data[..100_000], 1, 2, 3, 4, 5, .. data[100_000..]]);
        Assert.Equal(before.Where(end => end <= 100_000), after.Where(end => end <= 100_000));
        var same = before.Where(end => end > 100_000 + (4 * Sizes.Maximum)).Intersect(after.Select(end => end - 5));
        Assert.Equal(before.Count(end => end > 100_000 + (4 * Sizes.Maximum)), same.Count());
    }

    [Fact]
    public void Random_content_gives_chunks_of_about_the_average()
    {
        var data = new byte[8_000_000];
        new Random(2).NextBytes(data);
        Assert.InRange(Cut(data).Average(), 900, 1500);
    }

    [Fact]
    public void The_cuts_of_the_public_table_never_change()
    {
        var data = new byte[30_000];
        for (uint i = 0, value = 1; i < data.Length; i++)
        {
            value = (value * 1664525) + 1013904223;
            data[i] = (byte)(value >> 24);
        }

        Assert.Equal(Golden, string.Join(' ', Cut(data).Take(10)));
    }

    [Fact]
    public void Data_that_comes_piece_by_piece_is_cut_at_the_same_places() =>
        Gen.Select(Gen.Byte.Array[0, 20_000], Gen.Int[1, 700].Array[1, 9]).Sample((data, pieces) =>
        {
            var (lengths, start, known) = (new List<int>(), 0, 0);
            var search = default(ChunkSearch);
            for (var turn = 0; known < data.Length || start < data.Length; turn++)
            {
                if (Cutter.TryCut(data.AsSpan(start..known), ref search, out var length) || known == data.Length)
                {
                    length = length == 0 ? known - start : length;
                    lengths.Add(length);
                    start += length;
                    search = default;
                }
                else
                {
                    known = Math.Min(data.Length, known + pieces[turn % pieces.Length]);
                }
            }

            Assert.Equal(Cut(data), lengths);
        });

    [Fact]
    public void Another_seed_cuts_elsewhere()
    {
        var data = new byte[100_000];
        new Random(3).NextBytes(data);
        Assert.NotEqual(Cut(data), Cut(data, new ContentCutter(Sizes, new GearTable("another seed"u8))));
    }

    private const string Golden = "456 602 1068 1172 900 1191 1052 1328 1432 1342";

    private static List<int> Ends(byte[] data)
    {
        var at = 0;
        return [.. Cut(data).Select(length => at += length)];
    }

    private static List<int> Cut(byte[] data, ContentCutter? cutter = null)
    {
        var lengths = new List<int>();
        for (var at = 0; at < data.Length; at += lengths[^1])
        {
            lengths.Add((cutter ?? Cutter).Cut(data.AsSpan(at)));
        }

        return lengths;
    }
}
