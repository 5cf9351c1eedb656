namespace Holdfast.Contracts.Storage;

/// <summary>An object as the store lists it.</summary>
public sealed record ListedObject
{
    /// <summary>Relative to the namespace.</summary>
    public required string Key { get; init; }

    /// <summary>Bytes.</summary>
    public required long Length { get; init; }

    /// <summary>By the store's clock.</summary>
    public required DateTimeOffset StoredAt { get; init; }
}
