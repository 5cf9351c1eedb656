using Holdfast.State.Access;

namespace Holdfast.Api.Auditing;

/// <summary>An entry of the audit log as the API shows it.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Actor">Name of the API key; <c>nobody</c> for a call without a valid one.</param>
/// <param name="From">The caller's address.</param>
/// <param name="Action">Such as <c>backup.request</c>.</param>
/// <param name="Target">What it was done to.</param>
/// <param name="Outcome">The status, with its text.</param>
internal sealed record AuditLine(DateTimeOffset At, string Actor, string? From, string Action, string? Target, string Outcome)
{
    public static AuditLine Of(AuditEntry entry) => new(entry.At, entry.Actor, entry.From, entry.Action, entry.Target, entry.Outcome);
}
