using Holdfast.Contracts.Components;

namespace Holdfast.Contracts.Storage;

/// <summary>What a manifest lists.</summary>
public sealed record BackupFound
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    public string? Label { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public required IReadOnlyList<ComponentSnapshot> Components { get; init; }
}
