namespace Holdfast.Contracts.Auditing;

/// <summary>The parts of the audit log that were named are not in the store any more.</summary>
public sealed record AuditLogRemoved
{
    public required int Count { get; init; }
}
