namespace Holdfast.ObjectStores;

/// <summary>A finished local file that waits to be stored.</summary>
/// <param name="Path">Where it lies. Nobody writes to it any more.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sha256">SHA-256 of its bytes, 32 bytes.</param>
public sealed record StagedFile(string Path, long Length, ReadOnlyMemory<byte> Sha256);
