namespace Holdfast.Contracts.Storage;

/// <summary>
/// Remove one backup's manifest and then what no other backup needs; answered with BackupDeleted (published too) or
/// <see cref="StorageFailed"/>. A backup that is not there counts as deleted.
/// </summary>
public sealed record DeleteBackup
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    /// <summary>Timestamps of running operations: nothing under them may be touched.</summary>
    public required IReadOnlyList<string> ActiveTimestamps { get; init; }

    /// <summary>Snapshots that running operations deduplicate against: they count as live.</summary>
    public required IReadOnlyList<string> LiveSnapshotKeys { get; init; }
}
