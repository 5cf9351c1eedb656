using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Holdfast.Engine.Chunking;

/// <summary>The 256 random numbers of the gear hash, made from a seed.</summary>
/// <remarks>A secret seed (encrypted repositories) keeps chunk lengths from telling which known files are stored.</remarks>
public sealed class GearTable
{
    /// <summary>Table number i is the first 8 bytes, little-endian, of SHA-256 over the seed and the byte i.</summary>
    public GearTable(ReadOnlySpan<byte> seed)
    {
        Span<byte> input = stackalloc byte[seed.Length + 1];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        seed.CopyTo(input);
        for (var i = 0; i < 256; i++)
        {
            input[^1] = (byte)i;
            SHA256.HashData(input, digest);
            Values[i] = BinaryPrimitives.ReadUInt64LittleEndian(digest);
        }
    }

    /// <summary>The table of repositories without encryption.</summary>
    public static GearTable Public { get; } = new("holdfast 1 gear"u8);

    internal ulong[] Values { get; } = new ulong[256];
}
