namespace Holdfast.Api.Auditing;

/// <summary>The newest entries, newest first.</summary>
internal sealed record AuditListAnswer(IEnumerable<AuditLine> Entries);
