using Holdfast.Cli.Running;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Restore;
using Holdfast.Engine.Volumes;

namespace Holdfast.Cli.Stores;

/// <summary>Builds a volume's tree, and compares it with the catalog before it counts as brought back.</summary>
internal static class VolumeExtraction
{
    public static async Task<Extraction> RunAsync(StoreRun run, ManifestComponent component, string path, bool salvage, CancellationToken cancellationToken)
    {
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
        {
            throw new UsageException($"--to: {path} is there already and not an empty folder");
        }

        var snapshot = await run.Store.OpenAsync(component, cancellationToken);
        Directory.CreateDirectory(path);
        using var root = VolumeRoot.Open(path);
        var counters = new RestoreCounters();
        var options = new RestoreOptions { StagingFolder = run.Staging, Salvage = salvage };
        var result = await Meanwhile.TellAsync(
            run.Report,
            counters,
            component.Stats.LogicalBytes,
            VolumeRestore.RunAsync(run.Store.Source, run.Store.Repository, snapshot.Catalog, root, options, counters, cancellationToken));
        return new Extraction(
            counters.WrittenBytes,
            [.. result.Losses.Select(loss => loss.Path is { } lost ? $"'{lost}' lacks {loss.Bytes} bytes: {loss.Reason}" : $"part of the list of files: {loss.Reason}")],
            result.Warnings is { Count: > 0 } warnings ? [$"{warnings.Count} entries have not all of their metadata, first: {warnings.First.First().Message}"] : []);
    }
}
