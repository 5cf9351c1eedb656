namespace Holdfast.Contracts.Backups;

/// <summary>A backup's manifest is gone, and with it what no other backup needs.</summary>
public sealed record BackupDeleted
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    /// <summary>Whether retention removed it, not a person.</summary>
    public bool Expired { get; init; }
}
