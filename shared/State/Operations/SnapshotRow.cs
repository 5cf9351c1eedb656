using Holdfast.Contracts.Components;

namespace Holdfast.State.Operations;

/// <summary>A snapshot reference as columns.</summary>
public sealed class SnapshotRow
{
    public string SnapshotKey { get; set; } = "";

    public string SnapshotSha256 { get; set; } = "";

    public DateTime CapturedAt { get; set; }

    public long LogicalBytes { get; set; }

    public long AddedBytes { get; set; }

    public long StoredBytes { get; set; }

    public long Files { get; set; }

    public long TornFiles { get; set; }

    public long SkippedFiles { get; set; }

    public static SnapshotRow From(ComponentSnapshot snapshot) => new()
    {
        SnapshotKey = snapshot.SnapshotKey,
        SnapshotSha256 = snapshot.SnapshotSha256,
        CapturedAt = snapshot.CapturedAt.UtcDateTime,
        LogicalBytes = snapshot.Size.LogicalBytes,
        AddedBytes = snapshot.Size.AddedBytes,
        StoredBytes = snapshot.Size.StoredBytes,
        Files = snapshot.Size.Files,
        TornFiles = snapshot.Size.TornFiles,
        SkippedFiles = snapshot.Size.SkippedFiles,
    };

    public ComponentSnapshot ToContract(ComponentId component) => new()
    {
        Component = component,
        SnapshotKey = SnapshotKey,
        SnapshotSha256 = SnapshotSha256,
        CapturedAt = CapturedAt,
        Size = new SnapshotSize
        {
            LogicalBytes = LogicalBytes,
            AddedBytes = AddedBytes,
            StoredBytes = StoredBytes,
            Files = Files,
            TornFiles = TornFiles,
            SkippedFiles = SkippedFiles,
        },
    };
}
