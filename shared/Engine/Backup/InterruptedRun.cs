using System.Runtime.CompilerServices;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Backup;

/// <summary>A run that died: what it stored is found through the frame tables of its packs, no snapshot needed.</summary>
internal sealed class InterruptedRun(
    IObjectSource source, Repository repository, PackTable packs, IReadOnlyList<ObjectInfo> objects, FileTime startedAt) : IReusableRun
{
    private List<(PackReference Pack, PackFrame[] Frames, bool IsCatalog)>? _tables;

    public FileTime ScannedFrom => startedAt;

    public async IAsyncEnumerable<IReadOnlyList<CatalogEntry>> ReadEntriesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new CatalogChunkReader(packs);
        using var chunks = new ChunkReader();
        foreach (var (pack, frames, isCatalog) in await TablesAsync(cancellationToken))
        {
            if (!isCatalog)
            {
                continue;
            }

            await using var open = await OpenPack.OpenAsync(source, repository, pack.Key, null, cancellationToken);
            foreach (var frame in frames.Where(frame => frame.Kind == FrameKind.Catalog))
            {
                var text = new byte[frame.Size];
                await chunks.ReadAsync(open, frame.Id, frame.Offset, frame.Stored, text, cancellationToken);
                yield return reader.Entries(text);
            }
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<StoredChunk>> ReadDataChunksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (pack, frames, isCatalog) in await TablesAsync(cancellationToken))
        {
            if (!isCatalog)
            {
                yield return [.. frames.Select(frame => new StoredChunk(frame.Id, frame.Size, pack, frame.Offset, frame.Stored))];
            }
        }
    }

    // Its catalog chunks are few and mostly cut off in the middle: they are written again.
    public Task<IReadOnlyList<StoredChunk>> ReadCatalogChunksAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredChunk>>([]);

    private async Task<List<(PackReference Pack, PackFrame[] Frames, bool IsCatalog)>> TablesAsync(CancellationToken cancellationToken)
    {
        if (_tables is null)
        {
            var tables = new List<(PackReference, PackFrame[], bool)>();
            foreach (var item in objects)
            {
                if (ObjectKeys.TryParse(item.Key, out var key) && key.IsPack)
                {
                    var (frames, sha256) = await OpenPack.ReadTailAsync(source, repository, item.Key, item.Length, cancellationToken);
                    var pack = packs.Unique(new PackReference(item.Key, item.Length, sha256));
                    tables.Add((pack, frames, key.Kind == ObjectKind.CatalogPack));
                }
            }

            _tables = tables;
        }

        return _tables;
    }
}
