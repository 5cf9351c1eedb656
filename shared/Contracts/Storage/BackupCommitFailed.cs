namespace Holdfast.Contracts.Storage;

/// <summary>No manifest was written.</summary>
public sealed record BackupCommitFailed
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    public required string Reason { get; init; }
}
