namespace Holdfast.Contracts.Storage;

/// <summary>Every backup with a readable manifest, oldest first.</summary>
public sealed record BackupListing
{
    public required string Namespace { get; init; }

    public required IReadOnlyList<BackupFound> Backups { get; init; }
}
