using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Snapshots;

namespace Holdfast.Engine.Backup;

/// <summary>The newest good snapshot of the component.</summary>
internal sealed class ParentRun(SnapshotReader reader) : IReusableRun
{
    public FileTime ScannedFrom { get; } = FileTime.From(reader.Body.ScannedFrom);

    public IAsyncEnumerable<IReadOnlyList<CatalogEntry>> ReadEntriesAsync(CancellationToken cancellationToken) =>
        reader.Catalog.ReadEntriesAsync(cancellationToken);

    public IAsyncEnumerable<IReadOnlyList<StoredChunk>> ReadDataChunksAsync(CancellationToken cancellationToken) =>
        reader.Catalog.ReadDataChunksAsync(cancellationToken);

    public async Task<IReadOnlyList<StoredChunk>> ReadCatalogChunksAsync(CancellationToken cancellationToken) =>
        [.. (await reader.Catalog.ReadRootAsync(cancellationToken)).Select(line => line.Chunk)];
}
