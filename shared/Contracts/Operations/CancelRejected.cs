namespace Holdfast.Contracts.Operations;

/// <summary>The operation has ended, or is past the point where it can be cancelled.</summary>
public sealed record CancelRejected
{
    public required Guid OperationId { get; init; }

    public required string Reason { get; init; }
}
