namespace Holdfast.Contracts.Auditing;

/// <summary>A part of the audit log is durable in the store.</summary>
public sealed record AuditLogStored
{
    /// <summary>Relative to the namespace, such as <c>audit/2026-11-27t02-03-04-….jsonl</c>.</summary>
    public required string Key { get; init; }
}
