using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Snapshots;

namespace Holdfast.Engine.Salvage;

/// <summary>Finds the catalog of a run whose snapshot is lost or damaged: packs tell what they hold.</summary>
public static class LostSnapshot
{
    /// <summary>The run's catalog, to be restored with <see cref="Restore.RestoreOptions.Salvage"/>.</summary>
    /// <param name="source">Reads the packs.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="runObjects">The objects of the run, as listed.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="DamagedPackException">A catalog pack of the run is damaged.</exception>
    /// <exception cref="CatalogFormatException">The run never finished its catalog: it has no root.</exception>
    public static async Task<CatalogReader> FindCatalogAsync(
        IObjectSource source, Repository repository, IReadOnlyList<ObjectInfo> runObjects, CancellationToken cancellationToken)
    {
        var packs = new PackTable(acceptsUnknown: true);
        var root = new List<StoredChunk>();
        foreach (var item in runObjects)
        {
            if (ObjectKeys.TryParse(item.Key, out var key) && key.Kind == ObjectKind.CatalogPack)
            {
                var tail = await OpenPack.ReadTailAsync(source, repository, item.Key, item.Length, cancellationToken);
                root.AddRange(tail.Frames.Where(frame => frame.Kind == FrameKind.CatalogRoot)
                    .Select(frame => new StoredChunk(frame.Id, frame.Size, packs[item.Key], frame.Offset, frame.Stored)));
            }
        }

        return root.Count > 0
            ? new CatalogReader(source, repository, packs, root)
            : throw new CatalogFormatException("no catalog pack of the run holds its root; the run did not finish.");
    }
}
