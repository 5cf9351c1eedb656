namespace Holdfast.Contracts.Operations;

/// <summary>There is no such operation, or none at all in the namespace.</summary>
public sealed record OperationNotFound
{
    public required string Namespace { get; init; }

    public Guid? OperationId { get; init; }
}
