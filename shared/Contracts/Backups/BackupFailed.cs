namespace Holdfast.Contracts.Backups;

/// <summary>A backup ended without a manifest. Final: whatever arrives later changes nothing.</summary>
public sealed record BackupFailed
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    /// <summary>The first error in plain words: which step, which component, why.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether somebody cancelled it.</summary>
    public required bool Cancelled { get; init; }
}
