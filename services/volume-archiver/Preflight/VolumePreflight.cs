using Holdfast.Contracts.Components;
using Holdfast.Contracts.Restores;
using Holdfast.Engine.Volumes;
using Holdfast.Engine.Volumes.Directories;
using Holdfast.Hosting.Runs;
using Holdfast.StoreAccess;
using Holdfast.VolumeArchiver.Restores;
using Holdfast.VolumeArchiver.Runs;

namespace Holdfast.VolumeArchiver.Preflight;

/// <summary>Finds out what would keep a volume from being restored; changes nothing.</summary>
internal sealed class VolumePreflight(VolumeArchiverOptions options, IRepositories repositories)
{
    public async Task<IReadOnlyList<PreflightFinding>> RunAsync(string path, PreflightVolume command, Run run, CancellationToken cancellationToken)
    {
        var findings = new FindingList(run.Component);
        OpenDirectory root;
        try
        {
            root = OpenDirectory.Open(path);
        }
        catch (VolumeException failure)
        {
            findings.Block(failure.Message + FailedRun.Advice(failure).Text);
            return findings.All;
        }

        using (root)
        {
            LookAtDirectory(root, command, findings);
            using var repository = await repositories.OpenAsync(command.SourceNamespace, run, cancellationToken);
            var snapshot = await StoredSnapshot.OpenAsync(repository, command.Snapshot, cancellationToken);
            var space = root.Space();
            var tree = await TreeMeasure.TakeAsync(snapshot.Catalog, space, command.Salvage, cancellationToken);
            findings.Tell(
                $"{tree.Files} files with {SpaceCheck.Size(tree.ContentBytes)} would take the place of what is in '{path}'; {SpaceCheck.Size(space.AvailableBytes)} are free there.");
            LookAtTree(root, tree, space, findings);
        }

        return findings.All;
    }

    private static void LookAtDirectory(OpenDirectory root, PreflightVolume command, FindingList findings)
    {
        try
        {
            root.ThrowIfReadOnly();
        }
        catch (VolumeException failure)
        {
            findings.Block(failure.Message + FailedRun.Advice(failure).Text);
        }

        foreach (var mounted in MountPoints.Below(root))
        {
            findings.Block($"Something is mounted inside the volume, at '{mounted}': its entries could not be exchanged. Unmount it before the restore.");
        }

        foreach (var operation in RestoreArea.Operations(root).Where(operation => operation != command.OperationId.ToString("n")))
        {
            var phase = RestoreArea.PhaseOf(root, operation);
            if (phase.IsHalfWay())
            {
                findings.Block($"'{root.DirectoryPath}' is in the middle of the restore {operation}. Roll that restore back first.");
            }
            else if (phase == SwapPhase.Done)
            {
                findings.Tell($"What the restore {operation} replaced is still kept for its undo, in '{root.DirectoryPath}/.holdfast/{operation}/old'.");
            }
        }
    }

    private void LookAtTree(OpenDirectory root, TreeMeasure tree, FileSystemSpace space, FindingList findings)
    {
        if (SpaceCheck.Problem(tree, space, root.DirectoryPath) is { } problem)
        {
            findings.Add(problem, blocking: options.CheckSpace);
        }

        if (tree.IsPartial)
        {
            findings.Tell("Part of the list of files is damaged: what it holds is lost, and the sizes here are too small.");
        }

        if (Environment.IsPrivilegedProcess)
        {
            return;
        }

        var own = root.Facts().Metadata;
        var foreign = tree.Owners.Count(owner => owner != (own.Uid, own.Gid));
        if (foreign > 0)
        {
            findings.Tell($"The volume-archiver does not run as root: files of {foreign} other owners and groups would belong to its own user.");
        }

        if (tree.Devices > 0)
        {
            findings.Tell($"The volume-archiver does not run as root: {tree.Devices} device nodes would be missing.");
        }
    }

    private sealed class FindingList(ComponentId component)
    {
        private readonly List<PreflightFinding> _all = [];

        public IReadOnlyList<PreflightFinding> All => _all;

        public void Block(string text) => Add(text, blocking: true);

        public void Tell(string text) => Add(text, blocking: false);

        public void Add(string text, bool blocking) => _all.Add(new PreflightFinding { Component = component, Blocking = blocking, Text = text });
    }
}
