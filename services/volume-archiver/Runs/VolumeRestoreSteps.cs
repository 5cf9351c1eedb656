using Holdfast.Contracts.Restores;
using Holdfast.Engine.Volumes;
using Holdfast.Engine.Volumes.Directories;
using Holdfast.Hosting.Runs;
using Holdfast.VolumeArchiver.Preflight;
using Holdfast.VolumeArchiver.Restores;
using Microsoft.Extensions.Logging;

namespace Holdfast.VolumeArchiver.Runs;

/// <summary>The steps of a restore of one volume, as commands ask for them. Each may come again after it was carried out, or was cut short anywhere.</summary>
internal sealed partial class VolumeRestoreSteps(
    ConfiguredVolumes volumes, VolumePreflight preflight, VolumePreparation preparation, ILogger<VolumeRestoreSteps> logger)
{
    public async Task<PreflightReport> PreflightAsync(PreflightVolume command, Run run, CancellationToken cancellationToken) => new()
    {
        OperationId = run.OperationId,
        Namespace = run.Namespace,
        Component = run.Component,
        RunId = run.RunId,
        Findings = await preflight.RunAsync(volumes.PathOf(run.Component), command, run, cancellationToken),
    };

    public async Task<ComponentPrepared> PrepareAsync(PrepareVolume command, Run run, CancellationToken cancellationToken)
    {
        using var root = OpenDirectory.Open(volumes.PathOf(run.Component));
        RemoveLeftOvers(root, run, cancellationToken);
        using var area = RestoreArea.Create(root, NameOf(run));
        var losses = await preparation.RunAsync(area, command, run, cancellationToken);
        return new ComponentPrepared { OperationId = run.OperationId, Namespace = run.Namespace, Component = run.Component, RunId = run.RunId, Losses = losses };
    }

    public Task<ComponentCommitted> CommitAsync(Run run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var root = OpenDirectory.Open(volumes.PathOf(run.Component));
        using var area = RestoreArea.Find(root, NameOf(run));
        if (area is null || (area.Phase == SwapPhase.None && area.ReadPrepared() is null))
        {
            throw new RunFailedException($"Nothing is prepared in '{root.DirectoryPath}' for this restore, so nothing can be swapped in. The live tree is untouched.", retryable: false);
        }

        if (area.Phase == SwapPhase.None && MountPoints.Below(root) is [var mounted, ..])
        {
            throw new RunFailedException(
                $"Something is mounted inside '{root.DirectoryPath}', at '{mounted}': its entries cannot be exchanged. Unmount it and try again. The live tree is untouched.", retryable: false);
        }

        Swap(run, area, swap => swap.Commit());
        return Task.FromResult(new ComponentCommitted { OperationId = run.OperationId, Namespace = run.Namespace, Component = run.Component, RunId = run.RunId });
    }

    public Task<ComponentDiscarded> DiscardAsync(Run run, CancellationToken cancellationToken)
    {
        using var root = OpenDirectory.Open(volumes.PathOf(run.Component));
        using (var area = RestoreArea.Find(root, NameOf(run)))
        {
            if (area is { Phase: not (SwapPhase.None or SwapPhase.BackDone) })
            {
                throw new RunFailedException($"'{root.DirectoryPath}': the swap of this restore has begun, so it can be rolled back, but not discarded.", retryable: false);
            }

            area?.Remove(cancellationToken);
        }

        RestoreArea.RemoveFolderIfEmpty(root);
        return Task.FromResult(new ComponentDiscarded { OperationId = run.OperationId, Namespace = run.Namespace, Component = run.Component, RunId = run.RunId });
    }

    /// <summary>Brings back what was live and removes what was restored.</summary>
    public Task<ComponentRolledBack> RollBackAsync(Run run, CancellationToken cancellationToken)
    {
        using var root = OpenDirectory.Open(volumes.PathOf(run.Component));
        using (var area = RestoreArea.Find(root, NameOf(run)))
        {
            if (area is { Phase: SwapPhase.Forgetting })
            {
                throw new RunFailedException($"'{root.DirectoryPath}': the tree that this restore replaced is not kept any more, so it cannot be brought back.", retryable: false);
            }

            if (area is { Phase: not SwapPhase.None })
            {
                Swap(run, area, swap => swap.BringBack());
            }

            area?.Remove(cancellationToken);
        }

        RestoreArea.RemoveFolderIfEmpty(root);
        return Task.FromResult(new ComponentRolledBack { OperationId = run.OperationId, Namespace = run.Namespace, Component = run.Component, RunId = run.RunId });
    }

    public Task<ComponentForgotten> ForgetAsync(Run run, CancellationToken cancellationToken)
    {
        using var root = OpenDirectory.Open(volumes.PathOf(run.Component));
        using (var area = RestoreArea.Find(root, NameOf(run)))
        {
            if (area is not null && (area.Phase.IsHalfWay() || area.ReadPrepared() is not null && area.Phase == SwapPhase.None))
            {
                throw new RunFailedException($"'{root.DirectoryPath}': this restore has not ended, so what it replaces cannot be removed.", retryable: false);
            }

            if (area is { Phase: SwapPhase.Done })
            {
                area.Enter(SwapPhase.Forgetting);
            }

            area?.Remove(cancellationToken);
        }

        RestoreArea.RemoveFolderIfEmpty(root);
        return Task.FromResult(new ComponentForgotten { OperationId = run.OperationId, Namespace = run.Namespace, Component = run.Component, RunId = run.RunId });
    }

    private static string NameOf(Run run) => run.OperationId.ToString("n");

    private void Swap(Run run, RestoreArea area, Action<VolumeSwap> work)
    {
        var swap = new VolumeSwap(area, TreeWriter.DefaultPolicy);
        try
        {
            work(swap);
        }
        finally
        {
            if (swap.SetAside > 0)
            {
                LogSetAside(run.Component.ToString(), swap.SetAside);
            }

            if (swap.Refusals.Count > 0)
            {
                LogRefusals(run.Component.ToString(), string.Join("; ", swap.Refusals));
            }
        }
    }

    /// <summary>
    /// Only one restore of a namespace runs at a time: what others have prepared, and did not swap, nobody will ask for again. What they
    /// replaced stays for their undo window.
    /// </summary>
    private void RemoveLeftOvers(OpenDirectory root, Run run, CancellationToken cancellationToken)
    {
        foreach (var operation in RestoreArea.Operations(root).Where(operation => operation != NameOf(run)))
        {
            using var area = RestoreArea.Find(root, operation);
            if (area is { Phase: var phase } && phase.IsHalfWay())
            {
                throw new RunFailedException(
                    $"'{root.DirectoryPath}' is in the middle of the restore {operation}, whose trees are in '{area.Path}'. Roll that restore back first.", retryable: false);
            }

            if (area is not null && area.Phase.IsLeftOver())
            {
                LogLeftOver(run.Component.ToString(), operation);
                area.Remove(cancellationToken);
            }
        }
    }
}
