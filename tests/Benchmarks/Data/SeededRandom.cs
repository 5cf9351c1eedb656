using System.Numerics;
using System.Runtime.InteropServices;

namespace Holdfast.Benchmarks.Data;

/// <summary>Random numbers that are the same on every machine and runtime: xoshiro256**, started through splitmix64.</summary>
/// <remarks>Source of both algorithms: Blackman and Vigna, prng.di.unimi.it. No floating-point function of the platform is involved.</remarks>
internal sealed class SeededRandom
{
    private ulong _a, _b, _c, _d;

    public SeededRandom(ulong seed)
    {
        _a = Mix(seed += 0x9e3779b97f4a7c15);
        _b = Mix(seed += 0x9e3779b97f4a7c15);
        _c = Mix(seed += 0x9e3779b97f4a7c15);
        _d = Mix(seed + 0x9e3779b97f4a7c15);
    }

    /// <summary>A stream of its own for the thing that <paramref name="seed"/> and the numbers name.</summary>
    public static SeededRandom For(ulong seed, long first, long second = 0) =>
        new(Mix(Mix(seed ^ 0x6a09e667f3bcc909) + (ulong)first) + (ulong)second);

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>0 to <paramref name="limit"/> - 1.</summary>
    public int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>True in <paramref name="percent"/> of all cases.</summary>
    public bool Percent(int percent) => Below(100) < percent;

    /// <summary>Approximately normally distributed with mean 0 and deviation 1: the sum of twelve uniform numbers, between -6 and 6.</summary>
    public double Normal()
    {
        var sum = 0L;
        for (var count = 0; count < 6; count++)
        {
            var both = Next();
            sum += (long)(both >> 32) + (uint)both;
        }

        return (sum / 4294967296.0) - 6;
    }

    /// <summary>Log-normally distributed with the given median; <paramref name="spread"/> is the deviation in powers of two.</summary>
    public long LogNormal(long median, double spread)
    {
        var exponent = Normal() * spread;
        var whole = Math.Floor(exponent);
        var part = exponent - whole;
        var factor = 1 + (part * (0.6565 + (part * 0.3435))); // 2^part within 0.3 %, the same on every machine
        return (long)(median * factor * (whole >= 0 ? 1L << (int)whole : 1.0 / (1L << (int)-whole)));
    }

    public void Fill(Span<byte> destination)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(destination);
        for (var index = 0; index < words.Length; index++)
        {
            words[index] = Next();
        }

        foreach (ref var rest in destination[(words.Length * sizeof(ulong))..])
        {
            rest = (byte)Next();
        }
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
