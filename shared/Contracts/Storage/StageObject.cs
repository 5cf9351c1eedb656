namespace Holdfast.Contracts.Storage;

/// <summary>Fetch an object, or ranges of it, into staging; answered with <see cref="ObjectStaged"/> or <see cref="StorageFailed"/>.</summary>
public sealed record StageObject
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    public required string Key { get; init; }

    /// <summary>The ranges wanted, ascending and disjoint; the whole object when null.</summary>
    public IReadOnlyList<ObjectRange>? Ranges { get; init; }
}
