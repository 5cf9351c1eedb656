using System.Text.Json;
using Holdfast.Engine.Chunks;

namespace Holdfast.Engine.Catalogs;

/// <summary>The fields of an entry's line as they are read.</summary>
internal struct CatalogLine
{
    private EntryMetadata _metadata;
    private byte[]? _target;
    private byte[]? _sha256;
    private bool _changed;
    private List<ExtendedAttribute>? _attributes;

    public EntryPath Path { get; private set; }

    /// <summary>Null for a line with a first part of an entry's content.</summary>
    public EntryKind? Kind { get; private set; }

    public ContentPart[] Content { get; private set; }

    /// <exception cref="FormatException">A value is not what it must be; so are JsonException and InvalidOperationException.</exception>
    public static CatalogLine Read(ref Utf8JsonReader json, List<StoredChunk> chunks)
    {
        var line = new CatalogLine { Content = [] };
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            line.Field(name, ref json, chunks);
        }

        return line;
    }

    public readonly CatalogEntry ToEntry(ContentPart[] content)
    {
        if (!Path.IsSafe)
        {
            throw new FormatException($"The path '{Path}' leads out of the volume or is none.");
        }

        var length = 0L;
        foreach (var part in content)
        {
            length += part.Length;
        }

        if (length != _metadata.Size)
        {
            throw new FormatException($"The parts of '{Path}' add up to {length} bytes instead of {_metadata.Size}.");
        }

        return new CatalogEntry
        {
            Path = Path,
            Metadata = _metadata with { Kind = Kind!.Value },
            LinkTarget = _target,
            Sha256 = _sha256,
            ChangedWhileRead = _changed,
            Attributes = _attributes ?? (IReadOnlyList<ExtendedAttribute>)[],
            Content = content,
        };
    }

    private void Field(ReadOnlySpan<byte> name, ref Utf8JsonReader json, List<StoredChunk> chunks)
    {
        switch (name.Length)
        {
            case 4 when name.SequenceEqual("path"u8):
                Path = CatalogChunkReader.Text(ref json);
                break;
            case 4 when name.SequenceEqual("type"u8):
                Kind = CatalogFields.KindOf(json.ValueSpan);
                break;
            case 4 when name.SequenceEqual("mode"u8):
                _metadata = _metadata with { Mode = Octal(json.ValueSpan) };
                break;
            case 4 when name.SequenceEqual("size"u8):
                _metadata = _metadata with { Size = json.GetInt64() };
                break;
            case 5 when name.SequenceEqual("mtime"u8):
                _metadata = _metadata with { ModifiedAt = CatalogChunkReader.Time(json.ValueSpan) };
                break;
            case 5 when name.SequenceEqual("ctime"u8):
                _metadata = _metadata with { ChangedAt = CatalogChunkReader.Time(json.ValueSpan) };
                break;
            case 3 when name.SequenceEqual("ino"u8):
                _metadata = _metadata with { Inode = json.GetUInt64() };
                break;
            case 3 when name.SequenceEqual("uid"u8):
                _metadata = _metadata with { Uid = json.GetUInt32() };
                break;
            case 3 when name.SequenceEqual("gid"u8):
                _metadata = _metadata with { Gid = json.GetUInt32() };
                break;
            case 7 when name.SequenceEqual("content"u8):
                Content = Parts(ref json, chunks);
                break;
            case 6 when name.SequenceEqual("sha256"u8):
                _sha256 = Convert.FromHexString(json.GetString()!);
                break;
            case 6 when name.SequenceEqual("target"u8):
                _target = CatalogChunkReader.Text(ref json).Bytes.ToArray();
                break;
            case 6 when name.SequenceEqual("path64"u8):
                Path = new EntryPath(json.GetBytesFromBase64());
                break;
            case 8 when name.SequenceEqual("target64"u8):
                _target = json.GetBytesFromBase64();
                break;
            case 7 when name.SequenceEqual("changed"u8):
                _changed = json.GetBoolean();
                break;
            case 6 when name.SequenceEqual("device"u8):
                json.Read();
                _metadata = _metadata with { DeviceMajor = json.GetUInt32() };
                json.Read();
                _metadata = _metadata with { DeviceMinor = json.GetUInt32() };
                json.Read();
                break;
            case 6 when name.SequenceEqual("xattrs"u8):
                _attributes = ReadAttributes(ref json);
                break;
            default:
                json.Skip();
                break;
        }
    }

    private static uint Octal(ReadOnlySpan<byte> digits)
    {
        var mode = 0u;
        foreach (var digit in digits)
        {
            mode = digit is >= (byte)'0' and <= (byte)'7' ? (mode << 3) | (uint)(digit - '0') : throw new FormatException("A mode is not octal.");
        }

        return mode <= 0xFFF ? mode : throw new FormatException("A mode has more than permission bits.");
    }

    private static List<ExtendedAttribute> ReadAttributes(ref Utf8JsonReader json)
    {
        var attributes = new List<ExtendedAttribute>();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            attributes.Add(new ExtendedAttribute(name, json.GetBytesFromBase64()));
        }

        return attributes;
    }

    private static ContentPart[] Parts(ref Utf8JsonReader json, List<StoredChunk> chunks)
    {
        var parts = new List<ContentPart>(1);
        while (json.Read() && json.TokenType == JsonTokenType.StartArray)
        {
            json.Read();
            var number = json.GetInt32();
            json.Read();
            var offset = json.GetInt32();
            json.Read();
            var length = json.GetInt64();
            json.Read();
            var chunk = number < 0 ? null : chunks[number];
            if (json.TokenType != JsonTokenType.EndArray || length <= 0 || offset < 0 || (chunk is not null && offset + length > chunk.Size))
            {
                throw new FormatException("A part of a content lies outside of its chunk.");
            }

            parts.Add(new ContentPart(chunk, offset, length));
        }

        return [.. parts];
    }
}
