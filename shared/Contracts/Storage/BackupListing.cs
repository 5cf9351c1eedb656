namespace Holdfast.Contracts.Storage;

/// <summary>A page of the backups with a readable manifest, oldest first.</summary>
public sealed record BackupListing
{
    public required string Namespace { get; init; }

    public required IReadOnlyList<BackupFound> Backups { get; init; }

    /// <summary>What to ask for the next page with; null when this is the last one.</summary>
    public string? Next { get; init; }
}
