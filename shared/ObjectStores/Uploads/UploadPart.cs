namespace Holdfast.ObjectStores.Uploads;

/// <summary>A range of bytes on its way into a store.</summary>
/// <param name="Number">1 and up.</param>
/// <param name="Offset">Of its first byte.</param>
/// <param name="Length">In bytes; 0 only where the whole is empty.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
internal sealed record UploadPart(int Number, long Offset, long Length, ReadOnlyMemory<byte> Sha256);
