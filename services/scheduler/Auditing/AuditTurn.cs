namespace Holdfast.Scheduler.Auditing;

/// <summary>What a look at the audit log's schedule led to.</summary>
/// <param name="Clear">Whether it is this process that has to remove old entries now.</param>
/// <param name="Next">When to look again; null when nothing is planned.</param>
internal sealed record AuditTurn(bool Clear, DateTime? Next);
