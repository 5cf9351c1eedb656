namespace Holdfast.Contracts.Storage;

/// <summary>
/// Read a backup's manifest from the store; answered with <see cref="BackupFound"/> or <see cref="BackupNotFound"/>: to the requester
/// if it was a request, else published.
/// </summary>
public sealed record FindBackup
{
    public required Guid OperationId { get; init; }

    /// <summary>The namespace the backup was taken in.</summary>
    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }
}
