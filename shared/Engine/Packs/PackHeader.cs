using System.Buffers.Binary;

namespace Holdfast.Engine.Packs;

/// <summary>The first 64 bytes of a pack (docs/format.md, "Packs").</summary>
/// <param name="Content">What the pack holds.</param>
/// <param name="DataKeyId">16 hexadecimal digits; null when not sealed.</param>
/// <param name="Salt">32 bytes when sealed, else empty.</param>
public sealed record PackHeader(PackContent Content, string? DataKeyId, ReadOnlyMemory<byte> Salt)
{
    public const int Length = 64;
    public const int SaltLength = 32;

    private const ushort Version = 1;

    private static ReadOnlySpan<byte> Magic => "HOLDFAST"u8;

    public bool IsSealed => DataKeyId is not null;

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), Version);
        bytes[10] = (byte)Content;
        if (DataKeyId is not null)
        {
            bytes[11] = 1;
            Convert.FromHexString(DataKeyId).CopyTo(bytes, 16);
            Salt.CopyTo(bytes.AsMemory(24, SaltLength));
        }

        return bytes;
    }

    /// <exception cref="DamagedPackException">This is no header of a pack that this version reads.</exception>
    public static PackHeader Parse(string pack, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Length || !bytes.StartsWith(Magic))
        {
            throw new DamagedPackException(pack, "it does not start like a pack.");
        }

        var version = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
        if (version != Version)
        {
            throw new DamagedPackException(pack, $"it has version {version}; this program reads version {Version}.");
        }

        var content = (PackContent)bytes[10];
        if (!Enum.IsDefined(content) || bytes[11] > 1)
        {
            throw new DamagedPackException(pack, "its header has values that are not defined.");
        }

        return bytes[11] == 0
            ? new PackHeader(content, null, default)
            : new PackHeader(content, Convert.ToHexStringLower(bytes[16..24]), bytes[24..56].ToArray());
    }
}
