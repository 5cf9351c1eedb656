using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Holdfast.Engine.Packs;

/// <summary>The last 64 bytes of a pack (docs/format.md, "Packs").</summary>
/// <param name="TableOffset">Where the frame table starts.</param>
/// <param name="TableLength">Stored length of the frame table in bytes.</param>
/// <param name="FrameCount">Number of frames.</param>
internal readonly record struct PackTrailer(long TableOffset, int TableLength, int FrameCount)
{
    public const int Length = 64;

    /// <summary>Where the hash of the whole pack starts in the trailer.</summary>
    public const int HashOffset = 32;

    /// <summary>The trailer without the hash of the whole pack: 32 bytes.</summary>
    public byte[] ToBytes(ReadOnlySpan<byte> header, ReadOnlySpan<byte> storedTable)
    {
        var bytes = new byte[HashOffset];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, TableOffset);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), TableLength);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), FrameCount);
        CheckValue(header, storedTable, bytes.AsSpan(0, 16))[..16].CopyTo(bytes.AsSpan(16));
        return bytes;
    }

    /// <exception cref="DamagedPackException">The trailer cannot belong to a pack of <paramref name="length"/> bytes.</exception>
    public static PackTrailer Parse(string pack, ReadOnlySpan<byte> bytes, long length)
    {
        var trailer = new PackTrailer(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]));
        var possible = trailer.TableOffset >= PackHeader.Length && trailer.TableLength > 0 && trailer.FrameCount > 0
            && trailer.TableOffset + trailer.TableLength + Length == length
            && (long)trailer.FrameCount * FrameTable.LineLength <= trailer.TableLength;
        return possible ? trailer : throw new DamagedPackException(pack, "it does not end like a pack; it may be cut short.");
    }

    /// <exception cref="DamagedPackException">Header, frame table or trailer changed.</exception>
    public static void Check(string pack, ReadOnlySpan<byte> header, ReadOnlySpan<byte> storedTable, ReadOnlySpan<byte> trailer)
    {
        if (!CheckValue(header, storedTable, trailer[..16])[..16].SequenceEqual(trailer[16..32]))
        {
            throw new DamagedPackException(pack, "its frame table does not match its checksum.");
        }
    }

    private static ReadOnlySpan<byte> CheckValue(ReadOnlySpan<byte> header, ReadOnlySpan<byte> storedTable, ReadOnlySpan<byte> start)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        hash.AppendData(storedTable);
        hash.AppendData(start);
        return hash.GetHashAndReset();
    }
}
