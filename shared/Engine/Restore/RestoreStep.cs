using System.Buffers.Binary;
using System.Text;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Chunks;

namespace Holdfast.Engine.Restore;

/// <summary>One stretch of a chunk to be written to one place of a file.</summary>
/// <param name="Pack">Number of the pack; see <see cref="RestorePlan.Packs"/>.</param>
/// <param name="Offset">Where the frame starts in the pack.</param>
/// <param name="Stored">Length of the frame.</param>
/// <param name="Id">The chunk.</param>
/// <param name="Size">Length of the chunk.</param>
/// <param name="From">Where the stretch starts in the chunk.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="FileOffset">Where it goes in the file.</param>
/// <param name="Path">The file.</param>
/// <param name="Whole">The file's metadata and attributes where the stretch is all of it; null for a part of a file made before.</param>
/// <param name="Attributes">Extended attributes of a whole file.</param>
internal sealed record RestoreStep(
    int Pack,
    long Offset,
    int Stored,
    ChunkId Id,
    int Size,
    int From,
    int Length,
    long FileOffset,
    EntryPath Path,
    EntryMetadata? Whole,
    IReadOnlyList<ExtendedAttribute> Attributes)
{
    // Path and attributes follow.
    private const int FixedLength = 4 + 8 + 4 + ChunkId.Size + 4 + 4 + 4 + 8 + 1 + 4 + 4 + 4 + 12 + 4 + 4;

    /// <summary>Steps in this order take each pack and each chunk once.</summary>
    public UInt128 SortKey => new((ulong)Pack, (ulong)Offset);

    public byte[] ToBytes()
    {
        var attributesLength = Attributes.Sum(attribute => 8 + Encoding.UTF8.GetByteCount(attribute.Name) + attribute.Value.Length);
        var bytes = new byte[FixedLength + Path.Bytes.Length + attributesLength];
        var writer = new SpanWriter(bytes);
        writer.Int(Pack);
        writer.Long(Offset);
        writer.Int(Stored);
        writer.Raw(Id.Bytes);
        writer.Int(Size);
        writer.Int(From);
        writer.Int(Length);
        writer.Long(FileOffset);
        writer.Raw([(byte)(Whole is null ? 0 : 1)]);
        var metadata = Whole.GetValueOrDefault();
        writer.Int((int)metadata.Mode);
        writer.Int((int)metadata.Uid);
        writer.Int((int)metadata.Gid);
        writer.Long(metadata.ModifiedAt.Seconds);
        writer.Int((int)metadata.ModifiedAt.Nanoseconds);
        writer.Int(Path.Bytes.Length);
        writer.Int(Attributes.Count);
        writer.Raw(Path.Bytes);
        foreach (var attribute in Attributes)
        {
            var name = Encoding.UTF8.GetBytes(attribute.Name);
            writer.Int(name.Length);
            writer.Int(attribute.Value.Length);
            writer.Raw(name);
            writer.Raw(attribute.Value);
        }

        return bytes;
    }

    public static RestoreStep Parse(ReadOnlySpan<byte> bytes)
    {
        var reader = new SpanReader(bytes);
        var (pack, offset, stored) = (reader.Int(), reader.Long(), reader.Int());
        var id = new ChunkId(reader.Raw(ChunkId.Size));
        var (size, from, length, fileOffset) = (reader.Int(), reader.Int(), reader.Int(), reader.Long());
        var isWhole = reader.Raw(1)[0] == 1;
        var metadata = new EntryMetadata
        {
            Kind = EntryKind.File,
            Mode = (uint)reader.Int(),
            Uid = (uint)reader.Int(),
            Gid = (uint)reader.Int(),
            ModifiedAt = new FileTime(reader.Long(), (uint)reader.Int()),
            Size = length,
        };
        var (pathLength, attributeCount) = (reader.Int(), reader.Int());
        var path = new EntryPath(reader.Raw(pathLength).ToArray());
        var attributes = attributeCount == 0 ? [] : new ExtendedAttribute[attributeCount];
        for (var i = 0; i < attributeCount; i++)
        {
            var (nameLength, valueLength) = (reader.Int(), reader.Int());
            attributes[i] = new ExtendedAttribute(Encoding.UTF8.GetString(reader.Raw(nameLength)), reader.Raw(valueLength).ToArray());
        }

        return new RestoreStep(pack, offset, stored, id, size, from, length, fileOffset, path, isWhole ? metadata : null, attributes);
    }

    private ref struct SpanWriter(Span<byte> rest)
    {
        private Span<byte> _rest = rest;

        public void Int(int value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_rest, value);
            _rest = _rest[4..];
        }

        public void Long(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_rest, value);
            _rest = _rest[8..];
        }

        public void Raw(scoped ReadOnlySpan<byte> value)
        {
            value.CopyTo(_rest);
            _rest = _rest[value.Length..];
        }
    }

    private ref struct SpanReader(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Raw(4));

        public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Raw(8));

        public ReadOnlySpan<byte> Raw(int length)
        {
            var value = _rest[..length];
            _rest = _rest[length..];
            return value;
        }
    }
}
