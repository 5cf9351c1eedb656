using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Packs;

namespace Holdfast.Engine.Catalogs;

/// <summary>Builds the text of one catalog chunk, line by line (docs/format.md, "Catalog").</summary>
internal sealed class CatalogText : IDisposable
{
    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _text = new(256 << 10);
    private readonly Utf8JsonWriter _json;
    private readonly Dictionary<PackReference, int> _packs = [];
    private readonly Dictionary<ChunkId, int> _chunks = [];

    public CatalogText() => _json = new Utf8JsonWriter(_text, Options);

    /// <summary>Length so far in bytes.</summary>
    public int Length => _text.WrittenCount;

    public int LineCount { get; private set; }

    public ReadOnlyMemory<byte> Written => _text.WrittenMemory;

    public void Clear()
    {
        _text.ResetWrittenCount();
        _packs.Clear();
        _chunks.Clear();
        LineCount = 0;
    }

    /// <summary>Writes an entry whose content is <paramref name="content"/>, or the last part of it.</summary>
    public void Entry(CatalogEntry entry, ReadOnlySpan<ContentPart> content)
    {
        References(content);
        _json.WriteStartObject();
        Bytes(CatalogFields.Path, CatalogFields.Path64, entry.Path);
        var metadata = entry.Metadata;
        _json.WriteString(CatalogFields.Type, CatalogFields.TypeOf(metadata.Kind));
        if (metadata.Kind is not EntryKind.HardLink and not EntryKind.Stream)
        {
            Metadata(metadata);
        }

        if (metadata.Kind is EntryKind.File or EntryKind.Stream)
        {
            _json.WriteNumber(CatalogFields.Size, metadata.Size);
        }

        if (entry.Sha256 is not null)
        {
            Span<byte> hex = stackalloc byte[2 * entry.Sha256.Length];
            Convert.TryToHexStringLower(entry.Sha256, hex, out _);
            _json.WriteString(CatalogFields.Sha256, hex);
        }

        if (entry.LinkTarget is not null)
        {
            Bytes(CatalogFields.Target, CatalogFields.Target64, new EntryPath(entry.LinkTarget));
        }

        Rare(entry);
        Content(content);
        EndLine();
    }

    /// <summary>Writes a first part of the content of an entry that follows.</summary>
    public void Part(EntryPath path, ReadOnlySpan<ContentPart> content)
    {
        References(content);
        _json.WriteStartObject();
        Bytes(CatalogFields.Path, CatalogFields.Path64, path);
        Content(content);
        EndLine();
    }

    /// <summary>Writes a line of the root: a chunk of the catalog, and the path of its first entry.</summary>
    public void RootLine(StoredChunk chunk, EntryPath first)
    {
        var pack = PackNumber(chunk.Pack);
        StartChunk(chunk, pack);
        Bytes(CatalogFields.First, CatalogFields.First64, first);
        EndLine();
    }

    public void Dispose() => _json.Dispose();

    private void References(ReadOnlySpan<ContentPart> content)
    {
        foreach (var part in content)
        {
            if (part.Chunk is { } chunk && _chunks.TryAdd(chunk.Id, _chunks.Count))
            {
                var pack = PackNumber(chunk.Pack);
                StartChunk(chunk, pack);
                EndLine();
            }
        }
    }

    private int PackNumber(PackReference pack)
    {
        if (!_packs.TryGetValue(pack, out var number))
        {
            _packs.Add(pack, number = _packs.Count);
            _json.WriteStartObject();
            _json.WriteString(CatalogFields.Pack, pack.Key);
            EndLine();
        }

        return number;
    }

    private void StartChunk(StoredChunk chunk, int pack)
    {
        Span<byte> hex = stackalloc byte[2 * ChunkId.Size];
        Convert.TryToHexStringLower(chunk.Id.Bytes, hex, out _);
        _json.WriteStartObject();
        _json.WriteString(CatalogFields.Chunk, hex);
        _json.WriteNumber(CatalogFields.Pack, pack);
        _json.WriteNumber(CatalogFields.Offset, chunk.Offset);
        _json.WriteNumber(CatalogFields.Stored, chunk.Stored);
        _json.WriteNumber(CatalogFields.Size, chunk.Size);
    }

    private void Metadata(in EntryMetadata metadata)
    {
        Span<byte> mode = stackalloc byte[8];
        var at = mode.Length;
        var rest = metadata.Mode;
        do
        {
            mode[--at] = (byte)('0' + (rest & 7));
            rest >>= 3;
        }
        while (rest != 0);

        _json.WriteString(CatalogFields.Mode, mode[at..]);
        if (metadata.Uid != 0)
        {
            _json.WriteNumber(CatalogFields.Uid, metadata.Uid);
        }

        if (metadata.Gid != 0)
        {
            _json.WriteNumber(CatalogFields.Gid, metadata.Gid);
        }

        Time(CatalogFields.ModifiedAt, metadata.ModifiedAt);
        Time(CatalogFields.ChangedAt, metadata.ChangedAt);
        _json.WriteNumber(CatalogFields.Inode, metadata.Inode);
    }

    private void Rare(CatalogEntry entry)
    {
        var metadata = entry.Metadata;
        if (metadata.Kind is EntryKind.CharacterDevice or EntryKind.BlockDevice)
        {
            _json.WriteStartArray(CatalogFields.Device);
            _json.WriteNumberValue(metadata.DeviceMajor);
            _json.WriteNumberValue(metadata.DeviceMinor);
            _json.WriteEndArray();
        }

        if (entry.Attributes.Count > 0)
        {
            _json.WriteStartObject(CatalogFields.Attributes);
            foreach (var attribute in entry.Attributes)
            {
                _json.WriteBase64String(attribute.Name, attribute.Value);
            }

            _json.WriteEndObject();
        }

        if (entry.ChangedWhileRead)
        {
            _json.WriteBoolean(CatalogFields.Changed, true);
        }
    }

    private void Content(ReadOnlySpan<ContentPart> content)
    {
        if (content.IsEmpty)
        {
            return;
        }

        _json.WriteStartArray(CatalogFields.Content);
        foreach (var part in content)
        {
            _json.WriteStartArray();
            _json.WriteNumberValue(part.Chunk is null ? -1 : _chunks[part.Chunk.Id]);
            _json.WriteNumberValue(part.Offset);
            _json.WriteNumberValue(part.Length);
            _json.WriteEndArray();
        }

        _json.WriteEndArray();
    }

    private void Time(JsonEncodedText name, FileTime time)
    {
        Span<byte> text = stackalloc byte[32];
        time.Seconds.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        text[length++] = (byte)'.';
        time.Nanoseconds.TryFormat(text[length..], out var digits, "D9", CultureInfo.InvariantCulture);
        _json.WriteString(name, text[..(length + digits)]);
    }

    private void Bytes(JsonEncodedText name, JsonEncodedText base64Name, EntryPath value)
    {
        if (value.IsUtf8)
        {
            _json.WriteString(name, value.Bytes);
        }
        else
        {
            _json.WriteBase64String(base64Name, value.Bytes);
        }
    }

    private void EndLine()
    {
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _text.GetSpan(1)[0] = (byte)'\n';
        _text.Advance(1);
        LineCount++;
    }
}
