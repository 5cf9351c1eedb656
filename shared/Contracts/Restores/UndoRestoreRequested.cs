namespace Holdfast.Contracts.Restores;

/// <summary>Asks to bring back what a completed restore replaced, within the undo window.</summary>
/// <remarks>Answered with <see cref="RestoreAccepted"/> or <see cref="RestoreRejected"/>; ends with <see cref="RestoreUndone"/> or <see cref="RestoreFailed"/>.</remarks>
public sealed record UndoRestoreRequested
{
    /// <summary>The restore to undo.</summary>
    public required Guid OperationId { get; init; }

    public required string RequestedBy { get; init; }
}
