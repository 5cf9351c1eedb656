namespace Holdfast.Contracts.Auditing;

/// <summary>Asks the uploader to remove old parts of the audit log; answered with <see cref="AuditLogRemoved"/> or <see cref="Storage.StorageFailed"/>.</summary>
public sealed record RemoveAuditLog
{
    public required string Namespace { get; init; }

    /// <summary>Those that are not there count as removed.</summary>
    public required IReadOnlyList<AuditBatch> Batches { get; init; }
}
