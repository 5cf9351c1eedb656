using System.Buffers.Binary;

namespace Holdfast.Engine.Volumes.Scanning;

/// <summary>A name in a <see cref="DirectoryListing"/>, with its first eight bytes at hand: they decide most comparisons.</summary>
internal readonly struct NameKey
{
    internal NameKey(ReadOnlySpan<byte> name, int offset)
    {
        Offset = offset;
        if (name.Length >= sizeof(ulong))
        {
            Prefix = BinaryPrimitives.ReadUInt64BigEndian(name);
        }
        else
        {
            foreach (var value in name)
            {
                Prefix = (Prefix << 8) | value;
            }

            Prefix <<= 8 * (sizeof(ulong) - name.Length);
        }
    }

    /// <summary>The first bytes, most significant first, filled up with zeros, which no name holds.</summary>
    internal ulong Prefix { get; }

    /// <summary>Where the name starts in the listing's bytes.</summary>
    internal int Offset { get; }
}
