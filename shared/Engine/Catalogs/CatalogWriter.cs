using Holdfast.Engine.Chunks;
using Holdfast.Engine.Packs;

namespace Holdfast.Engine.Catalogs;

/// <summary>Writes a catalog as a stream of entries in catalog order; holds one chunk and the list of the chunks before it.</summary>
/// <param name="save">Saves the text of a chunk and returns where it lies (or already lay).</param>
internal sealed class CatalogWriter(Func<ReadOnlyMemory<byte>, FrameKind, CancellationToken, ValueTask<StoredChunk>> save) : IDisposable
{
    // A chunk of the catalog is long enough to compress well and short enough that a change rewrites little.
    private const int MinChunk = 32 << 10;
    private const int MaxChunk = 512 << 10;
    private const uint CutMask = 0xFF;

    // Parts of content in one line; keeps a line, and so a chunk, of bounded length whatever the file's.
    private const int PartsInLine = 1000;
    private const int LinesInRoot = 4096;

    // Long paths make long lines: a root chunk ends well before the most that a chunk may hold.
    private const int MaxRoot = 2 << 20;

    private readonly CatalogText _text = new();
    private readonly List<(StoredChunk Chunk, EntryPath First)> _chunks = [];
    private EntryPath? _first;

    /// <summary>Number of catalog chunks so far.</summary>
    public int ChunkCount => _chunks.Count;

    public async ValueTask AddAsync(CatalogEntry entry, CancellationToken cancellationToken)
    {
        _first ??= entry.Path;
        var parts = entry.Content as ContentPart[] ?? [.. entry.Content];
        var from = 0;
        for (; parts.Length - from > PartsInLine; from += PartsInLine)
        {
            _text.Part(entry.Path, parts.AsSpan(from, PartsInLine));
            if (_text.Length >= MaxChunk)
            {
                await CutAsync(cancellationToken);
                _first = entry.Path;
            }
        }

        _text.Entry(entry, parts.AsSpan(from));
        if (_text.Length >= MaxChunk || (_text.Length >= MinChunk && (PathHash.Of(entry.Path) & CutMask) == 0))
        {
            await CutAsync(cancellationToken);
        }
    }

    /// <summary>Ends the catalog and returns the chunks of its root.</summary>
    public async ValueTask<IReadOnlyList<StoredChunk>> FinishAsync(CancellationToken cancellationToken)
    {
        if (_text.LineCount > 0)
        {
            await CutAsync(cancellationToken);
        }

        var roots = new List<StoredChunk>();
        var lines = 0;
        for (var i = 0; i < _chunks.Count; i++)
        {
            _text.RootLine(_chunks[i].Chunk, _chunks[i].First);
            if (++lines == LinesInRoot || _text.Length >= MaxRoot || i == _chunks.Count - 1)
            {
                roots.Add(await save(_text.Written, FrameKind.CatalogRoot, cancellationToken));
                _text.Clear();
                lines = 0;
            }
        }

        return roots;
    }

    public void Dispose() => _text.Dispose();

    private async ValueTask CutAsync(CancellationToken cancellationToken)
    {
        _chunks.Add((await save(_text.Written, FrameKind.Catalog, cancellationToken), _first!.Value));
        _text.Clear();
        _first = null;
    }
}
