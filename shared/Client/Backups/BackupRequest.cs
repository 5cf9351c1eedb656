namespace Holdfast.Client.Backups;

/// <summary>What is to be backed up.</summary>
public sealed record BackupRequest
{
    /// <summary>Names or <c>kind/name</c>; everything registered when null.</summary>
    public IReadOnlyList<string>? Components { get; init; }

    /// <summary>Free text of at most 200 characters, shown beside the backup.</summary>
    public string? Label { get; init; }
}
