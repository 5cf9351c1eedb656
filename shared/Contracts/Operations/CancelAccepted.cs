namespace Holdfast.Contracts.Operations;

/// <summary>The operation ends; a restore first removes what it had prepared.</summary>
public sealed record CancelAccepted
{
    public required Guid OperationId { get; init; }
}
