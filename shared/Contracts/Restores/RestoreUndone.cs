namespace Holdfast.Contracts.Restores;

/// <summary>All components hold again what they held before the restore.</summary>
public sealed record RestoreUndone
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }
}
