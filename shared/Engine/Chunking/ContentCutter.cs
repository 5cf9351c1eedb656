using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Holdfast.Engine.Chunking;

/// <summary>
/// Cuts content where the content itself says so, so that an insertion moves only the cuts near it: FastCDC with a gear hash and
/// normalised chunk lengths (Xia et al., "FastCDC", USENIX ATC 2016, §3).
/// </summary>
public sealed class ContentCutter
{
    // Two bits of normalisation: a stricter mask before the average length, a laxer one after it.
    private const int Normalisation = 2;

    private readonly ulong[] _gear;
    private readonly ulong _strict;
    private readonly ulong _lax;

    public ContentCutter(ChunkSizes sizes, GearTable gear)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sizes.Minimum, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(sizes.Average, sizes.Minimum);
        ArgumentOutOfRangeException.ThrowIfLessThan(sizes.Maximum, sizes.Average);
        if (!BitOperations.IsPow2(sizes.Average))
        {
            throw new ArgumentException("The average chunk length must be a power of two.", nameof(sizes));
        }

        Sizes = sizes;
        _gear = gear.Values;
        var bits = BitOperations.Log2((uint)sizes.Average);
        _strict = HighBits(bits + Normalisation);
        _lax = HighBits(bits - Normalisation);
    }

    public ChunkSizes Sizes { get; }

    /// <summary>Length of the first chunk of <paramref name="data"/>, which is all that is left or at least the maximum chunk length.</summary>
    public int Cut(ReadOnlySpan<byte> data)
    {
        var search = default(ChunkSearch);
        return TryCut(data, ref search, out var length) ? length : data.Length;
    }

    /// <summary>Looks for the end of the first chunk of <paramref name="data"/>, more of which may follow later.</summary>
    /// <param name="data">The same bytes as in earlier calls of this search, and more.</param>
    /// <param name="search">Where the search goes on.</param>
    /// <param name="length">Length of the chunk.</param>
    /// <returns>False when the chunk goes on behind <paramref name="data"/>, if that is not all there is.</returns>
    public bool TryCut(ReadOnlySpan<byte> data, ref ChunkSearch search, out int length)
    {
        length = 0;
        if (data.Length <= Sizes.Minimum)
        {
            return false;
        }

        ref var bytes = ref MemoryMarshal.GetReference(data);
        ref var gear = ref MemoryMarshal.GetArrayDataReference(_gear);
        var hash = search.Hash;
        var from = search.At;
        if (from == 0)
        {
            // The hash remembers 64 bytes: starting that far before the first possible cut makes the cut depend on content alone.
            from = Sizes.Minimum;
            for (var i = from - 64; i < from; i++)
            {
                hash = (hash << 1) + Unsafe.Add(ref gear, Unsafe.Add(ref bytes, i));
            }
        }

        var end = Math.Min(data.Length, Sizes.Maximum);
        var middle = Math.Min(end, Sizes.Average);
        var at = from < middle ? Scan(ref bytes, ref gear, ref hash, from, middle, _strict) : -1;
        at = at < 0 ? Scan(ref bytes, ref gear, ref hash, Math.Max(from, middle), end, _lax) : at;
        (search.Hash, search.At) = (hash, end);
        length = at >= 0 ? at : end;
        return at >= 0 || end == Sizes.Maximum;
    }

    private static int Scan(ref byte bytes, ref ulong gear, ref ulong hash, int from, int to, ulong mask)
    {
        var h = hash;
        var i = from;
        for (; i <= to - 4; i += 4)
        {
            h = (h << 1) + Unsafe.Add(ref gear, Unsafe.Add(ref bytes, i));
            if ((h & mask) == 0)
            {
                return i + 1;
            }

            h = (h << 1) + Unsafe.Add(ref gear, Unsafe.Add(ref bytes, i + 1));
            if ((h & mask) == 0)
            {
                return i + 2;
            }

            h = (h << 1) + Unsafe.Add(ref gear, Unsafe.Add(ref bytes, i + 2));
            if ((h & mask) == 0)
            {
                return i + 3;
            }

            h = (h << 1) + Unsafe.Add(ref gear, Unsafe.Add(ref bytes, i + 3));
            if ((h & mask) == 0)
            {
                return i + 4;
            }
        }

        for (; i < to; i++)
        {
            h = (h << 1) + Unsafe.Add(ref gear, Unsafe.Add(ref bytes, i));
            if ((h & mask) == 0)
            {
                return i + 1;
            }
        }

        hash = h;
        return -1;
    }

    // Only the high bits depend on all of the last 64 bytes.
    private static ulong HighBits(int count) => ulong.MaxValue << (64 - count);
}
