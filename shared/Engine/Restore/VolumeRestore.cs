using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Volumes;

namespace Holdfast.Engine.Restore;

/// <summary>Rebuilds a tree of files from a snapshot in a new directory, and proves that it is what the catalog says.</summary>
/// <remarks>
/// <code>
/// catalog ─► directories, empty places of large files, what the local tree has; steps sorted by pack ─► PackStage: files
/// catalog again ─► TreeFinish: links, special files, metadata ─► every entry read back and compared
/// </code>
/// The catalog is streamed twice instead of being held; the steps spill to the disk when they are many.
/// </remarks>
public static class VolumeRestore
{
    // Records of some 150 bytes a file: 200,000 files stay in memory.
    private const int SortMemory = 48 << 20;

    /// <summary>Restores into <paramref name="root"/>, an empty directory.</summary>
    /// <exception cref="RestoreMismatchException">The result is not what the catalog says.</exception>
    /// <exception cref="Packs.DamagedPackException">Something needed is damaged, and salvage was not asked for.</exception>
    /// <exception cref="VolumeException">The file system refused, for example because it is full.</exception>
    public static async Task<RestoreResult> RunAsync(
        IObjectSource source,
        Repository repository,
        CatalogReader catalog,
        VolumeRoot root,
        RestoreOptions options,
        RestoreCounters counters,
        CancellationToken cancellationToken)
    {
        var tree = TreeWriter.Open(root, options.Metadata);
        var losses = new LossList(options.Salvage);
        using var sorter = new SpillingSorter(options.StagingFolder, SortMemory);
        var local = options.Local is null ? null : new LocalFiles(options.Local, tree, repository, counters);
        var plan = new RestorePlan(tree, sorter, local, options);
        await foreach (var entries in ReadAsync(catalog, losses, isFirstReading: true, cancellationToken))
        {
            await plan.AddAsync(entries, cancellationToken);
            counters.AddEntries(entries.Count);
        }

        var packs = new PackStage(source, repository, plan.Packs, tree, losses, options, counters);
        await packs.RunAsync(sorter.Sorted().Select(record => RestoreStep.Parse(record)), cancellationToken);
        var hashers = packs.Hashers.Concat(local?.Hashers.AsEnumerable() ?? []).DistinctBy(pair => pair.Key).ToDictionary();
        var finish = new TreeFinish(root, tree, hashers, losses, options, counters);
        await finish.RunAsync(ReadAsync(catalog, losses, isFirstReading: false, cancellationToken), cancellationToken);
        if (options.SyncToDisk)
        {
            tree.SyncFileSystem();
        }

        return new RestoreResult(losses.All, tree.Warnings);
    }

    private static IAsyncEnumerable<IReadOnlyList<CatalogEntry>> ReadAsync(
        CatalogReader catalog, LossList losses, bool isFirstReading, CancellationToken cancellationToken) =>
        catalog.ReadEntriesAsync(
            failure =>
            {
                if (!losses.Accepts(failure))
                {
                    return false;
                }

                if (isFirstReading)
                {
                    losses.Add(null, 0, failure);
                }

                return true;
            },
            cancellationToken);
}
