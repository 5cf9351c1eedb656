using Holdfast.Api.Calls;

namespace Holdfast.Api.Backups;

/// <summary>The body of <c>POST /api/backup</c>.</summary>
internal sealed record BackupCall : Call
{
    /// <summary>Names or <c>kind/name</c>; everything registered when null.</summary>
    public IReadOnlyList<string>? Components { get; init; }

    /// <summary>Free text of at most 200 characters, shown beside the backup.</summary>
    public string? Label { get; init; }
}
