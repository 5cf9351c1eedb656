using Holdfast.Benchmarks.Options;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Restore;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Volumes;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>Restores a component, a stream to standard output when the target is <c>-</c>.</summary>
internal sealed class RestoreVerb(ArgumentReader reader) : EngineVerb(reader)
{
    private readonly string _component = reader.Text("--component");
    private readonly string _timestamp = reader.Text("--timestamp");
    private readonly string _target = reader.Text("--target");

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var repository = await Folder.OpenAsync(cancellationToken);
        var name = ComponentName.Parse(_component);
        var manifest = await Manifest.ReadAsync(Folder.Source, repository.Id, _timestamp, cancellationToken);
        var part = manifest.Components.FirstOrDefault(one => one.Component == name)
            ?? throw new UsageException($"backup {_timestamp} has no component {_component}");
        var snapshot = await SnapshotReader.OpenAsync(Folder.Source, repository, part.Snapshot, cancellationToken);
        if (_target == "-")
        {
            await using var output = Console.OpenStandardOutput();
            await StreamRestore.RunAsync(Folder.Source, repository, snapshot.Catalog, output, new RestoreCounters(), cancellationToken);
            return;
        }

        await RestoreTreeAsync(repository, snapshot.Catalog, cancellationToken);
    }

    private async Task RestoreTreeAsync(Repository repository, CatalogReader catalog, CancellationToken cancellationToken)
    {
        using var root = VolumeRoot.Open(_target);

        // As the peers do: none of them waits for the disk after a restore.
        var options = new RestoreOptions { StagingFolder = Directory.CreateDirectory(Folder.Staging).FullName, SyncToDisk = false };
        var result = await VolumeRestore.RunAsync(Folder.Source, repository, catalog, root, options, new RestoreCounters(), cancellationToken);
        foreach (var warning in result.Warnings?.First ?? [])
        {
            Console.Error.WriteLine($"{warning.Path}: {warning.Message}");
        }
    }
}
