using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Packs;

namespace Holdfast.Engine.Catalogs;

/// <summary>Reads the text of catalog chunks and of the root, in order; carries the first parts of long contents from one to the next.</summary>
internal sealed class CatalogChunkReader(PackTable packs)
{
    private readonly List<PackReference> _packs = [];
    private readonly List<StoredChunk> _chunks = [];
    private readonly List<ContentPart> _early = [];
    private EntryPath _earlyPath;

    /// <summary>The entries of the next chunk.</summary>
    /// <exception cref="CatalogFormatException">The text breaks the format.</exception>
    public List<CatalogEntry> Entries(ReadOnlySpan<byte> text)
    {
        var entries = new List<CatalogEntry>(512);
        Lines(text, entries, first: null);
        return entries;
    }

    /// <summary>The chunks that a root lists, each with the path of its first entry.</summary>
    /// <exception cref="CatalogFormatException">The text breaks the format.</exception>
    public List<(StoredChunk Chunk, EntryPath First)> Root(ReadOnlySpan<byte> text)
    {
        var first = new List<EntryPath>(512);
        Lines(text, entries: null, first);
        return first.Count == _chunks.Count
            ? [.. _chunks.Zip(first)]
            : throw new CatalogFormatException("a line of the root lacks the path of its first entry.");
    }

    /// <summary>Only the data chunks that a catalog chunk refers to; several times faster than all of it.</summary>
    /// <exception cref="CatalogFormatException">The text breaks the format.</exception>
    public IReadOnlyList<StoredChunk> Chunks(ReadOnlySpan<byte> text)
    {
        Lines(text, entries: null, first: null);
        return _chunks;
    }

    /// <summary>Forgets parts of a content that a chunk which cannot be read would have completed.</summary>
    public void Forget() => _early.Clear();

    private void Lines(ReadOnlySpan<byte> text, List<CatalogEntry>? entries, List<EntryPath>? first)
    {
        _packs.Clear();
        _chunks.Clear();
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            if (end < 0)
            {
                throw new CatalogFormatException("its last line is cut short.");
            }

            var line = text[..end];
            text = text[(end + 1)..];
            try
            {
                Line(line, entries, first);
            }
            catch (Exception cause) when (cause is JsonException or FormatException or InvalidOperationException
                or OverflowException or ArgumentException or InvalidDataException)
            {
                throw new CatalogFormatException($"{cause.Message} In the line: {Shown(line)}", cause);
            }
        }
    }

    private void Line(ReadOnlySpan<byte> line, List<CatalogEntry>? entries, List<EntryPath>? first)
    {
        var json = new Utf8JsonReader(line);
        if (line.StartsWith("{\"path"u8))
        {
            if (entries is not null)
            {
                Entry(ref json, entries);
            }
        }
        else if (line.StartsWith("{\"chunk\""u8))
        {
            Chunk(ref json, first);
        }
        else
        {
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isPack = json.ValueTextEquals("pack"u8);
                json.Read();
                if (isPack)
                {
                    _packs.Add(packs[json.GetString()!]);
                }
                else
                {
                    json.Skip();
                }
            }
        }
    }

    private void Chunk(ref Utf8JsonReader json, List<EntryPath>? first)
    {
        ChunkId id = default;
        var pack = -1;
        var offset = 0L;
        var stored = 0;
        var size = 0;
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            if (name.SequenceEqual("chunk"u8))
            {
                id = ChunkId.Parse(json.ValueSpan);
            }
            else if (name.SequenceEqual("pack"u8))
            {
                pack = json.GetInt32();
            }
            else if (name.SequenceEqual("offset"u8))
            {
                offset = json.GetInt64();
            }
            else if (name.SequenceEqual("stored"u8))
            {
                stored = json.GetInt32();
            }
            else if (name.SequenceEqual("size"u8))
            {
                size = json.GetInt32();
            }
            else if (first is not null && name.SequenceEqual("first"u8))
            {
                first.Add(Text(ref json));
            }
            else if (first is not null && name.SequenceEqual("first64"u8))
            {
                first.Add(new EntryPath(json.GetBytesFromBase64()));
            }
            else
            {
                json.Skip();
            }
        }

        if (offset < PackHeader.Length || stored <= 0 || size is < 0 or > StoredChunk.MaxSize)
        {
            throw new FormatException("A chunk lies at an impossible place.");
        }

        _chunks.Add(new StoredChunk(id, size, _packs[pack], offset, stored));
    }

    private void Entry(ref Utf8JsonReader json, List<CatalogEntry> entries)
    {
        var line = CatalogLine.Read(ref json, _chunks);
        if (line.Kind is null)
        {
            if (_early.Count > 0 && line.Path != _earlyPath)
            {
                throw new FormatException("Parts of the content of an entry are followed by another entry.");
            }

            _earlyPath = line.Path;
            _early.AddRange(line.Content);
            return;
        }

        ContentPart[] content = line.Content;
        if (_early.Count > 0)
        {
            if (line.Path != _earlyPath)
            {
                throw new FormatException("Parts of the content of an entry are followed by another entry.");
            }

            content = [.. _early, .. line.Content];
            _early.Clear();
        }

        entries.Add(line.ToEntry(content));
    }

    internal static EntryPath Text(ref Utf8JsonReader json) =>
        new(json.ValueIsEscaped ? Encoding.UTF8.GetBytes(json.GetString()!) : json.ValueSpan.ToArray());

    internal static FileTime Time(ReadOnlySpan<byte> text)
    {
        if (Utf8Parser.TryParse(text, out long seconds, out var used) && text.Length == used + 10 && text[used] == (byte)'.'
            && Utf8Parser.TryParse(text[(used + 1)..], out uint nanoseconds, out var digits) && digits == 9)
        {
            return new FileTime(seconds, nanoseconds);
        }

        throw new FormatException("A time is not of the form seconds.nanoseconds.");
    }

    private static string Shown(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(line[..Math.Min(line.Length, 200)]);
}
