namespace Holdfast.Contracts.Auditing;

/// <summary>
/// Asks the uploader to store a part of the audit log; answered with <see cref="AuditLogStored"/> or <see cref="Storage.StorageFailed"/>. May be
/// repeated: the same batch always has the same lines.
/// </summary>
public sealed record StoreAuditLog
{
    public required string Namespace { get; init; }

    public required AuditBatch Batch { get; init; }

    /// <summary>JSON objects, one a line; at most a few hundred kilobytes. The uploader need not have the database that they come from.</summary>
    public required string Lines { get; init; }
}
