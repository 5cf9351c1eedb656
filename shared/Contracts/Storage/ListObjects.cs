namespace Holdfast.Contracts.Storage;

/// <summary>Asks for the objects of a namespace below a prefix; answered with <see cref="ObjectListing"/> or <see cref="StorageFailed"/>.</summary>
public sealed record ListObjects
{
    public required Guid OperationId { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Relative to the namespace, such as <c>keys/</c> or the folder of a run; ends in a slash.</summary>
    public required string Prefix { get; init; }
}
