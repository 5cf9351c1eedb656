namespace Holdfast.Contracts.Storage;

/// <summary>A sweep has ended.</summary>
public sealed record RetentionSwept
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    /// <summary>The backups removed.</summary>
    public required IReadOnlyList<string> Deleted { get; init; }

    /// <summary>Bytes freed in the store.</summary>
    public required long FreedBytes { get; init; }

    /// <summary>Why nothing, or not everything, was deleted; null when all went well.</summary>
    public string? Problem { get; init; }
}
