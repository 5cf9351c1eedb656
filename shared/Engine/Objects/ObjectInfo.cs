namespace Holdfast.Engine.Objects;

/// <summary>An object as a listing shows it.</summary>
/// <param name="Key">Key relative to the namespace.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="StoredAt">When the store took it, by the store's clock.</param>
public sealed record ObjectInfo(string Key, long Length, DateTimeOffset StoredAt);
