using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Holdfast.Engine.Chunks;

/// <summary>Identifies a chunk by its content: 32 bytes.</summary>
[InlineArray(Size)]
public struct ChunkId : IEquatable<ChunkId>
{
    public const int Size = 32;

    private byte _first;

    public ChunkId(ReadOnlySpan<byte> bytes) => bytes[..Size].CopyTo(this);

    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Bytes => MemoryMarshal.CreateReadOnlySpan(in _first, Size);

    public static ChunkId Parse(ReadOnlySpan<byte> hex)
    {
        var id = default(ChunkId);
        return hex.Length == 2 * Size && Convert.FromHexString(hex, id, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == Size
            ? id
            : throw new FormatException("A chunk id is 64 hexadecimal digits.");
    }

    public readonly bool Equals(ChunkId other) => Bytes.SequenceEqual(other.Bytes);

    public override readonly bool Equals([NotNullWhen(true)] object? obj) => obj is ChunkId other && Equals(other);

    // The bytes are a hash already.
    public override readonly int GetHashCode() => MemoryMarshal.Read<int>(Bytes);

    public override readonly string ToString() => Convert.ToHexStringLower(Bytes);

    public static bool operator ==(ChunkId left, ChunkId right) => left.Equals(right);

    public static bool operator !=(ChunkId left, ChunkId right) => !left.Equals(right);
}
