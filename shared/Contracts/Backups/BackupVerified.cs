namespace Holdfast.Contracts.Backups;

/// <summary>A stored backup was read and compared with its hashes.</summary>
public sealed record BackupVerified
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    /// <summary>Every damaged or missing object with what it means; empty when the backup is sound.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}
