using Holdfast.Contracts.Restores;
using Holdfast.Engine.Restore;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Volumes;
using Holdfast.Engine.Volumes.Directories;
using Holdfast.Hosting.Runs;
using Holdfast.StoreAccess;
using Holdfast.VolumeArchiver.Runs;
using Microsoft.Extensions.Logging;

namespace Holdfast.VolumeArchiver.Restores;

/// <summary>Builds a snapshot's tree beside the live one and proves that it is what the catalog says.</summary>
internal sealed partial class VolumePreparation(
    VolumeArchiverOptions options, IRepositories repositories, TimeProvider clock, ILogger<VolumePreparation> logger)
{
    private const int MaxLosses = 100;

    /// <returns>What could not be brought back as it was.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(RestoreArea area, PrepareVolume command, Run run, CancellationToken cancellationToken)
    {
        if (area.Phase != SwapPhase.None)
        {
            throw new RunFailedException($"'{area.Root.DirectoryPath}': the swap of this restore has begun already, so nothing can be prepared for it.", retryable: false);
        }

        if (area.ReadPrepared() is { } prepared && prepared.SnapshotSha256 == command.Snapshot.SnapshotSha256)
        {
            return prepared.Losses;
        }

        area.RemoveTrees(cancellationToken);
        ThrowIfMountedUpon(area.Root);
        area.Root.ThrowIfReadOnly();
        using var repository = await repositories.OpenAsync(command.SourceNamespace, run, cancellationToken);
        var snapshot = await StoredSnapshot.OpenAsync(repository, command.Snapshot, cancellationToken);
        var space = area.Root.Space();
        var measure = await TreeMeasure.TakeAsync(snapshot.Catalog, space, command.Salvage, cancellationToken);
        if (options.CheckSpace && SpaceCheck.Problem(measure, space, area.Root.DirectoryPath) is { } problem)
        {
            throw new RunFailedException(problem, retryable: false);
        }

        return await BuildAsync(area, command, run, repository, snapshot, measure, cancellationToken);
    }

    private async Task<IReadOnlyList<string>> BuildAsync(
        RestoreArea area, PrepareVolume command, Run run, OpenRepository repository, SnapshotReader snapshot, TreeMeasure measure, CancellationToken cancellationToken)
    {
        using var building = area.MakeTree(RestoreArea.Building);
        using var tree = VolumeRoot.Open(building.DirectoryPath);
        using var live = VolumeRoot.Open(area.Root.DirectoryPath);
        var counters = new RestoreCounters();
        RestoreResult result;
        await using (new ProgressReport(clock, () => run.Report(counters.WrittenBytes, measure.ContentBytes, counters.CheckedEntries)))
        {
            result = await VolumeRestore.RunAsync(
                repository.Source,
                repository.Repository,
                snapshot.Catalog,
                tree,
                new RestoreOptions { StagingFolder = repository.StagingFolder, Salvage = command.Salvage, Local = live },
                counters,
                cancellationToken);
        }

        LogBuilt(run.Component.ToString(), counters.WrittenBytes, counters.ReusedBytes, counters.FetchedPacks);
        var root = measure.HasRoot ? StoredFacts.From(building.Facts()) : null;
        var prepared = new PreparedTree(command.Snapshot.SnapshotSha256, root, [.. Losses(result, root is not null), .. RemoveFolder(building, cancellationToken)]);
        area.FinishBuilding(prepared);
        return prepared.Losses;
    }

    private static void ThrowIfMountedUpon(OpenDirectory root)
    {
        if (MountPoints.Below(root) is [var first, ..])
        {
            throw new RunFailedException(
                $"Something is mounted inside '{root.DirectoryPath}', at '{first}': its entries could not be exchanged. Unmount it and try again.", retryable: false);
        }
    }

    private static IEnumerable<string> Losses(RestoreResult result, bool hasRoot)
    {
        foreach (var loss in result.Losses.Take(MaxLosses))
        {
            yield return loss.Path is { } path ? $"'{path}' lacks {SpaceCheck.Size(loss.Bytes)}: {loss.Reason}" : $"part of the list of files: {loss.Reason}";
        }

        if (result.Losses.Count > MaxLosses)
        {
            yield return $"{result.Losses.Count - MaxLosses} more losses";
        }

        if (!hasRoot)
        {
            yield return "the root directory's own mode, owner and attributes: it keeps those that it has";
        }

        if (result.Warnings is { Count: > 0 } warnings)
        {
            yield return $"{warnings.Count} entries cannot be given all of their metadata here, first: {warnings.First.First().Message}";
        }
    }

    // A backup that another program made of the volume may hold it.
    private static IEnumerable<string> RemoveFolder(OpenDirectory building, CancellationToken cancellationToken)
    {
        if (building.Find(RestoreArea.Folder) is null)
        {
            return [];
        }

        building.AllowOwner();
        TreeRemoval.Run(building, RestoreArea.Folder, cancellationToken);
        return ["'.holdfast' in the volume's root, since the restore itself needs that name"];
    }
}
