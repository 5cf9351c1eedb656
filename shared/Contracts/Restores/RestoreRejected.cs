using Holdfast.Contracts.Operations;

namespace Holdfast.Contracts.Restores;

/// <summary>A restore, or its undo, was not started; nothing has changed.</summary>
public sealed record RestoreRejected
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required RejectionCode Code { get; init; }

    /// <summary>Why, in plain words; while another operation runs, that one's status text.</summary>
    public required string Reason { get; init; }
}
