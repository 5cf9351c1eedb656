using Holdfast.Contracts.Components;

namespace Holdfast.Contracts.Backups;

/// <summary>The manifest of a backup is stored: it exists and can be restored.</summary>
public sealed record BackupCompleted
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    public string? Label { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    public required IReadOnlyList<ComponentSnapshot> Components { get; init; }
}
