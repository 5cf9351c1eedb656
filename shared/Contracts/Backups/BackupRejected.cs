using Holdfast.Contracts.Operations;

namespace Holdfast.Contracts.Backups;

/// <summary>A backup was not started; nothing of it remains.</summary>
public sealed record BackupRejected
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required RejectionCode Code { get; init; }

    /// <summary>Why, in plain words; while another operation runs, that one's status text.</summary>
    public required string Reason { get; init; }
}
