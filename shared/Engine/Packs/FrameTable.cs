using System.Buffers.Binary;
using Holdfast.Engine.Chunks;

namespace Holdfast.Engine.Packs;

/// <summary>The list of a pack's frames, 48 bytes each (docs/format.md, "Packs").</summary>
internal static class FrameTable
{
    public const int LineLength = 48;

    public static byte[] ToBytes(IReadOnlyList<PackFrame> frames)
    {
        var bytes = new byte[frames.Count * LineLength];
        for (var i = 0; i < frames.Count; i++)
        {
            var line = bytes.AsSpan(i * LineLength, LineLength);
            var frame = frames[i];
            frame.Id.Bytes.CopyTo(line);
            BinaryPrimitives.WriteUInt32LittleEndian(line[32..], checked((uint)frame.Offset));
            BinaryPrimitives.WriteUInt32LittleEndian(line[36..], (uint)frame.Stored);
            BinaryPrimitives.WriteUInt32LittleEndian(line[40..], (uint)frame.Size);
            line[44] = (byte)frame.Kind;
        }

        return bytes;
    }

    /// <exception cref="DamagedPackException">The frames do not fill the pack from its header to its table.</exception>
    public static PackFrame[] Parse(string pack, ReadOnlySpan<byte> bytes, long tableOffset)
    {
        var frames = new PackFrame[bytes.Length / LineLength];
        long next = PackHeader.Length;
        for (var i = 0; i < frames.Length; i++)
        {
            var line = bytes.Slice(i * LineLength, LineLength);
            var frame = new PackFrame(
                new ChunkId(line),
                BinaryPrimitives.ReadUInt32LittleEndian(line[32..]),
                (int)BinaryPrimitives.ReadUInt32LittleEndian(line[36..]),
                (int)BinaryPrimitives.ReadUInt32LittleEndian(line[40..]),
                (FrameKind)line[44]);
            if (frame.Offset != next || frame.Stored <= 0 || frame.Size < 0 || !Enum.IsDefined(frame.Kind))
            {
                throw new DamagedPackException(pack, $"line {i} of its frame table is impossible.");
            }

            next += frame.Stored;
            frames[i] = frame;
        }

        return next == tableOffset ? frames : throw new DamagedPackException(pack, "its frames do not reach its frame table.");
    }
}
