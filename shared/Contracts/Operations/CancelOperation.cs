namespace Holdfast.Contracts.Operations;

/// <summary>Asks to end an operation; answered with <see cref="CancelAccepted"/> or <see cref="CancelRejected"/>, if that operation exists.</summary>
/// <remarks>A backup that commits, and a restore that commits or rolls back, runs to its end.</remarks>
public sealed record CancelOperation
{
    public required Guid OperationId { get; init; }

    public required string RequestedBy { get; init; }
}
