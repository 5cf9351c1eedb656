namespace Holdfast.State.Backups;

/// <summary>What the backup list shows of one backup.</summary>
public sealed record BackupListItem
{
    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    public required Guid OperationId { get; init; }

    public required BackupStatus State { get; init; }

    /// <summary><c>Success</c>, the ongoing text, or the first error.</summary>
    public required string Status { get; init; }

    public string? Label { get; init; }

    public bool Pinned { get; init; }

    /// <summary>What has become much smaller in it; null when nothing has, or it was accepted.</summary>
    public string? Suspicion { get; init; }

    /// <summary>Version of the object store's document with which it was made.</summary>
    public required int StoreVersion { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Bytes a restore of all components brings back; 0 unless complete.</summary>
    public required long LogicalBytes { get; init; }

    /// <summary>Bytes this backup added to the store; 0 unless complete.</summary>
    public required long StoredBytes { get; init; }
}
