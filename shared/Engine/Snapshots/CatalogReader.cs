using System.Runtime.CompilerServices;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Snapshots;

/// <summary>Reads a catalog as a stream, from its root.</summary>
public sealed class CatalogReader
{
    private readonly IObjectSource _source;
    private readonly Repository _repository;
    private readonly PackTable _packs;
    private List<(StoredChunk Chunk, EntryPath First)>? _chunks;

    internal CatalogReader(IObjectSource source, Repository repository, PackTable packs, IReadOnlyList<StoredChunk> root)
    {
        _source = source;
        _repository = repository;
        _packs = packs;
        Root = root;
    }

    /// <summary>The chunks of the catalog's root.</summary>
    public IReadOnlyList<StoredChunk> Root { get; }

    /// <summary>The catalog's chunks in order, each with the path of its first entry.</summary>
    /// <exception cref="DamagedPackException">The root is damaged.</exception>
    public async Task<IReadOnlyList<(StoredChunk Chunk, EntryPath First)>> ReadRootAsync(CancellationToken cancellationToken)
    {
        if (_chunks is null)
        {
            var chunks = new List<(StoredChunk, EntryPath)>();
            await using var shelf = new PackShelf(_source, _repository, Root);
            foreach (var chunk in Root)
            {
                chunks.AddRange(await shelf.ReadAsync(chunk, text => new CatalogChunkReader(_packs).Root(text), cancellationToken));
            }

            _chunks = chunks;
        }

        return _chunks;
    }

    /// <summary>All entries in catalog order, a chunk of the catalog at a time.</summary>
    /// <exception cref="DamagedPackException">A chunk of the catalog is damaged.</exception>
    /// <exception cref="CatalogFormatException">The catalog breaks the format.</exception>
    public IAsyncEnumerable<IReadOnlyList<CatalogEntry>> ReadEntriesAsync(CancellationToken cancellationToken) =>
        ReadEntriesAsync(static _ => false, cancellationToken);

    /// <summary>As above, without the chunks of the catalog that cannot be read, where <paramref name="mayGoOn"/> says so.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<CatalogEntry>> ReadEntriesAsync(
        Func<Exception, bool> mayGoOn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chunks = await ReadRootAsync(cancellationToken);
        await using var shelf = new PackShelf(_source, _repository, chunks.Select(c => c.Chunk));
        var reader = new CatalogChunkReader(_packs);
        var order = new CatalogOrder();
        foreach (var (chunk, _) in chunks)
        {
            List<CatalogEntry> entries;
            try
            {
                entries = await shelf.ReadAsync(chunk, reader.Entries, cancellationToken);
            }
            catch (Exception failure) when (mayGoOn(failure))
            {
                // What comes next may lie in directories that stood here.
                order.Forgive();
                reader.Forget();
                continue;
            }

            order.Check(entries);
            yield return entries;
        }
    }

    /// <summary>The data chunks that the catalog refers to; the same chunk may come more than once.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<StoredChunk>> ReadDataChunksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chunks = await ReadRootAsync(cancellationToken);
        await using var shelf = new PackShelf(_source, _repository, chunks.Select(c => c.Chunk));
        var reader = new CatalogChunkReader(_packs);
        foreach (var (chunk, _) in chunks)
        {
            yield return await shelf.ReadAsync(chunk, reader.Chunks, cancellationToken);
        }
    }
}
