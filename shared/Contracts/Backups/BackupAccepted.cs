namespace Holdfast.Contracts.Backups;

/// <summary>A backup has its timestamp and will end in <see cref="BackupCompleted"/> or <see cref="BackupFailed"/>.</summary>
public sealed record BackupAccepted
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }
}
