namespace Holdfast.Contracts.Operations;

/// <summary>Asks for an operation's state; answered with <see cref="OperationStatus"/> or <see cref="OperationNotFound"/>.</summary>
public sealed record GetOperationStatus
{
    public required string Namespace { get; init; }

    /// <summary>The operation; the ongoing one, else the latest of the namespace, when null.</summary>
    public Guid? OperationId { get; init; }
}
