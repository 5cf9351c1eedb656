namespace Holdfast.Contracts.Storage;

/// <summary>
/// Remove expired backups and every object nobody needs; a BackupDeleted is published for each, and <see cref="RetentionSwept"/> at the end.
/// A dry run deletes nothing and only responds with the latter.
/// </summary>
public sealed record SweepRetention
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    /// <summary>The backups to remove. Never contains the last successful one, a pinned one, or one that a running operation uses.</summary>
    public required IReadOnlyList<string> Expired { get; init; }

    /// <summary>Objects under this timestamp or a later one are not looked at: an operation may be writing them.</summary>
    public required string Before { get; init; }

    /// <summary>Timestamps of running operations: nothing under them may be touched.</summary>
    public required IReadOnlyList<string> ActiveTimestamps { get; init; }

    /// <summary>Whether nothing is to be deleted; then it must be a request.</summary>
    public bool DryRun { get; init; }

    /// <summary>Snapshots that running operations deduplicate against: they count as live.</summary>
    public required IReadOnlyList<string> LiveSnapshotKeys { get; init; }
}
