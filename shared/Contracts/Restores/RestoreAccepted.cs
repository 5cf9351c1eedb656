namespace Holdfast.Contracts.Restores;

/// <summary>A restore has begun and will end in <see cref="RestoreCompleted"/> or <see cref="RestoreFailed"/>.</summary>
public sealed record RestoreAccepted
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Timestamp { get; init; }

    /// <summary>Whether it is only a drill: nothing live will change.</summary>
    public bool Drill { get; init; }
}
