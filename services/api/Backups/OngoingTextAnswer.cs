namespace Holdfast.Api.Backups;

/// <summary>All that <c>GET /api/backup/latest</c> says while an operation runs.</summary>
internal sealed record OngoingTextAnswer(string Status);
