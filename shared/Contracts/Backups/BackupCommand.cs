using Holdfast.Contracts.Runs;

namespace Holdfast.Contracts.Backups;

/// <summary>Asks a worker to back up one component; see <see cref="RunCommand"/> for the rules of a run.</summary>
public abstract record BackupCommand : RunCommand
{
    public required string Timestamp { get; init; }

    /// <summary>
    /// Object key, relative to the namespace, of the newest snapshot of this component in a complete backup, to deduplicate against; null when
    /// there is none.
    /// </summary>
    public string? ParentSnapshotKey { get; init; }

    /// <summary>SHA-256 of the parent snapshot object; null when there is none.</summary>
    public string? ParentSnapshotSha256 { get; init; }
}
