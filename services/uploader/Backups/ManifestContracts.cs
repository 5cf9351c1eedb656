using Holdfast.Contracts.Components;
using Holdfast.Contracts.Storage;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Repositories;

namespace Holdfast.Uploader.Backups;

/// <summary>Turns what messages say of a backup into its manifest, and back.</summary>
internal static class ManifestContracts
{
    public static ComponentName NameOf(ComponentId component) => ComponentName.Parse(component.ToString());

    /// <summary>The manifest's entry for a component.</summary>
    /// <param name="snapshot">As the worker reported it.</param>
    /// <param name="run">The run that wrote it.</param>
    /// <param name="size">Length of the snapshot object in bytes.</param>
    public static ManifestComponent ToManifest(ComponentSnapshot snapshot, string run, long size) => new()
    {
        Component = NameOf(snapshot.Component),
        Run = run,
        Snapshot = snapshot.SnapshotKey,
        Size = size,
        Sha256 = snapshot.SnapshotSha256,
        CapturedAt = snapshot.CapturedAt,
        Stats = new ComponentStats
        {
            LogicalBytes = snapshot.Size.LogicalBytes,
            AddedBytes = snapshot.Size.AddedBytes,
            StoredBytes = snapshot.Size.StoredBytes,
            Files = snapshot.Size.Files,
            TornFiles = snapshot.Size.TornFiles,
            SkippedFiles = snapshot.Size.SkippedFiles,
        },
    };

    /// <summary>What a manifest lists.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="operationId">The operation that asked.</param>
    /// <param name="name">The namespace it was read from.</param>
    /// <exception cref="FormatException">A component's name cannot be a component here.</exception>
    public static BackupFound ToFound(Manifest manifest, Guid operationId, string name) => new()
    {
        OperationId = operationId,
        Namespace = name,
        Timestamp = manifest.Timestamp,
        Label = manifest.Label,
        StartedAt = manifest.StartedAt,
        FinishedAt = manifest.FinishedAt,
        Components = [.. manifest.Components.Select(ToSnapshot)],
    };

    private static ComponentSnapshot ToSnapshot(ManifestComponent component) => new()
    {
        Component = ComponentId.Parse(component.Component.ToString()),
        SnapshotKey = component.Snapshot,
        SnapshotSha256 = component.Sha256,
        CapturedAt = component.CapturedAt,
        Size = new SnapshotSize
        {
            LogicalBytes = component.Stats.LogicalBytes,
            AddedBytes = component.Stats.AddedBytes,
            StoredBytes = component.Stats.StoredBytes,
            Files = component.Stats.Files,
            TornFiles = component.Stats.TornFiles,
            SkippedFiles = component.Stats.SkippedFiles,
        },
    };
}
