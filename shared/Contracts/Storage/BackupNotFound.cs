namespace Holdfast.Contracts.Storage;

/// <summary>The store has no readable manifest for this timestamp.</summary>
public sealed record BackupNotFound
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    /// <summary>In plain words; tells a backup that does not exist from a store that does not answer.</summary>
    public required string Reason { get; init; }

    /// <summary>True when the manifest certainly does not exist; false when it could not be read.</summary>
    public required bool Missing { get; init; }
}
