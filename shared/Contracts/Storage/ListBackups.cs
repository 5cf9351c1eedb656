namespace Holdfast.Contracts.Storage;

/// <summary>Asks for all backups of a namespace in the store; answered with <see cref="BackupListing"/> or <see cref="StorageFailed"/>.</summary>
public sealed record ListBackups
{
    public required string Namespace { get; init; }
}
