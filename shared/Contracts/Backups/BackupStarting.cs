using Holdfast.Contracts.Components;

namespace Holdfast.Contracts.Backups;

/// <summary>A backup is about to read these components; other services may quiesce.</summary>
public sealed record BackupStarting
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    public required IReadOnlyList<ComponentId> Components { get; init; }
}
