namespace Holdfast.Contracts.Storage;

/// <summary>Every object below a prefix, in key order; never a part of them.</summary>
public sealed record ObjectListing
{
    public required string Namespace { get; init; }

    public required string Prefix { get; init; }

    public required IReadOnlyList<ListedObject> Objects { get; init; }
}
