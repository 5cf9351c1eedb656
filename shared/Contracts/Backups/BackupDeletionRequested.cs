namespace Holdfast.Contracts.Backups;

/// <summary>Asks to delete one backup's data and its entry in the list.</summary>
/// <remarks>Answered with <see cref="BackupDeleted"/> or <see cref="BackupDeletionRejected"/>; may be asked again any time.</remarks>
public sealed record BackupDeletionRequested
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    public required string RequestedBy { get; init; }
}
