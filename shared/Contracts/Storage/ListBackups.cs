namespace Holdfast.Contracts.Storage;

/// <summary>
/// Asks for the backups of a namespace in the store, a page at a time; answered with <see cref="BackupListing"/> or <see cref="StorageFailed"/>.
/// </summary>
public sealed record ListBackups
{
    public required string Namespace { get; init; }

    /// <summary><see cref="BackupListing.Next"/> of the page before; null for the first page.</summary>
    public string? After { get; init; }

    /// <summary>Timestamps of backups that need not be told of: their manifests are not read.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];
}
