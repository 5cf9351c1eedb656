namespace Holdfast.Contracts.Auditing;

/// <summary>Names an object with a part of the audit log.</summary>
public sealed record AuditBatch
{
    public required Guid Id { get; init; }

    /// <summary>The instant of its first entry, UTC.</summary>
    public required DateTimeOffset At { get; init; }
}
