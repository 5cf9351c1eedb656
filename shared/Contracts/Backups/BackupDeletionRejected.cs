using Holdfast.Contracts.Operations;

namespace Holdfast.Contracts.Backups;

/// <summary>A backup stays as it is, since it is in use, unknown or pinned, or the store failed.</summary>
public sealed record BackupDeletionRejected
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    public required RejectionCode Code { get; init; }

    public required string Reason { get; init; }
}
