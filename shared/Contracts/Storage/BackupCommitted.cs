namespace Holdfast.Contracts.Storage;

/// <summary>The manifest is in the store.</summary>
public sealed record BackupCommitted
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }
}
