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
        if (data.Length <= Sizes.Minimum)
        {
            return data.Length;
        }

        var end = Math.Min(data.Length, Sizes.Maximum);
        var middle = Math.Min(end, Sizes.Average);

        // The hash remembers 64 bytes: starting that far before the first possible cut makes the cut depend on content alone.
        var hash = 0UL;
        var start = Sizes.Minimum - 64;
        ref var bytes = ref MemoryMarshal.GetReference(data);
        ref var gear = ref MemoryMarshal.GetArrayDataReference(_gear);
        for (var i = start; i < Sizes.Minimum; i++)
        {
            hash = (hash << 1) + Unsafe.Add(ref gear, Unsafe.Add(ref bytes, i));
        }

        var at = Scan(ref bytes, ref gear, ref hash, Sizes.Minimum, middle, _strict);
        return at >= 0 ? at : (at = Scan(ref bytes, ref gear, ref hash, middle, end, _lax)) >= 0 ? at : end;
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
