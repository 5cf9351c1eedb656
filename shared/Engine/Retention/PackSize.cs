namespace Holdfast.Engine.Retention;

/// <summary>A pack that a snapshot needs.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Length">Its length in bytes.</param>
public sealed record PackSize(string Key, long Length);
