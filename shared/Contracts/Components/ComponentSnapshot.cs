namespace Holdfast.Contracts.Components;

/// <summary>Refers to one component's part of a backup.</summary>
public sealed record ComponentSnapshot
{
    public required ComponentId Component { get; init; }

    /// <summary>Object key of the snapshot, relative to the namespace: <c>timestamp/kind/component/run/snapshot.json</c>.</summary>
    public required string SnapshotKey { get; init; }

    /// <summary>SHA-256 of the snapshot object as it lies in the store: 64 lower-case hexadecimal digits.</summary>
    public required string SnapshotSha256 { get; init; }

    /// <summary>The instant whose state the snapshot holds, in UTC.</summary>
    public required DateTimeOffset CapturedAt { get; init; }

    public required SnapshotSize Size { get; init; }
}
