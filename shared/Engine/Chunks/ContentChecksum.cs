using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Holdfast.Engine.Chunks;

/// <summary>
/// A checksum of content, a sixth of the work of its SHA-256: finds what memory, processor or compressor change by mistake, not what
/// somebody changes on purpose. XXH64 with seed 0 ("XXH64 algorithm description" in xxHash's doc/xxhash_spec.md); never stored.
/// </summary>
internal static class ContentChecksum
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;

    public static ulong Of(ReadOnlySpan<byte> content)
    {
        var rest = content;
        var sum = Prime5;
        if (content.Length >= 32)
        {
            sum = Stripes(content);
            rest = content[(content.Length & ~31)..];
        }

        sum += (ulong)content.Length;
        for (; rest.Length >= 8; rest = rest[8..])
        {
            sum = (BitOperations.RotateLeft(sum ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(rest)), 27) * Prime1) + Prime4;
        }

        if (rest.Length >= 4)
        {
            sum = (BitOperations.RotateLeft(sum ^ (BinaryPrimitives.ReadUInt32LittleEndian(rest) * Prime1), 23) * Prime2) + Prime3;
            rest = rest[4..];
        }

        foreach (var value in rest)
        {
            sum = BitOperations.RotateLeft(sum ^ (value * Prime5), 11) * Prime1;
        }

        sum = (sum ^ (sum >> 33)) * Prime2;
        sum = (sum ^ (sum >> 29)) * Prime3;
        return sum ^ (sum >> 32);
    }

    /// <summary>What all whole stretches of 32 bytes give, in four lanes that do not wait for each other.</summary>
    private static ulong Stripes(ReadOnlySpan<byte> content)
    {
        var (lane1, lane2, lane3, lane4) = (unchecked(Prime1 + Prime2), Prime2, 0UL, unchecked(0UL - Prime1));
        ref var bytes = ref MemoryMarshal.GetReference(content);
        for (nint at = 0, end = content.Length & ~31; at < end; at += 32)
        {
            lane1 = Round(lane1, Read(ref bytes, at));
            lane2 = Round(lane2, Read(ref bytes, at + 8));
            lane3 = Round(lane3, Read(ref bytes, at + 16));
            lane4 = Round(lane4, Read(ref bytes, at + 24));
        }

        var sum = BitOperations.RotateLeft(lane1, 1) + BitOperations.RotateLeft(lane2, 7) + BitOperations.RotateLeft(lane3, 12)
            + BitOperations.RotateLeft(lane4, 18);
        return Merge(Merge(Merge(Merge(sum, lane1), lane2), lane3), lane4);
    }

    private static ulong Merge(ulong sum, ulong lane) => ((sum ^ Round(0, lane)) * Prime1) + Prime4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Round(ulong lane, ulong value) => BitOperations.RotateLeft(lane + (value * Prime2), 31) * Prime1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read(ref byte bytes, nint at)
    {
        var value = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, at));
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }
}
