namespace Holdfast.Contracts.Storage;

/// <summary>The object lies durably in the store with exactly the announced bytes.</summary>
public sealed record ObjectStored
{
    public required string Namespace { get; init; }

    public required string Key { get; init; }
}
