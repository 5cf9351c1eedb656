using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Chunks;

namespace Holdfast.Engine.Backup;

/// <summary>An earlier run of the same component whose content need not be stored again: a finished one, or one that died.</summary>
internal interface IReusableRun
{
    /// <summary>A file changed before this, by a safe margin, shows a later change in its times.</summary>
    FileTime ScannedFrom { get; }

    /// <summary>Its entries in catalog order, as far as they can be read.</summary>
    IAsyncEnumerable<IReadOnlyList<CatalogEntry>> ReadEntriesAsync(CancellationToken cancellationToken);

    /// <summary>Its data chunks, as far as they can be read; the same one may come more than once.</summary>
    IAsyncEnumerable<IReadOnlyList<StoredChunk>> ReadDataChunksAsync(CancellationToken cancellationToken);

    /// <summary>The chunks of its catalog.</summary>
    Task<IReadOnlyList<StoredChunk>> ReadCatalogChunksAsync(CancellationToken cancellationToken);
}
