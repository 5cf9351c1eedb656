namespace Holdfast.Engine.Objects;

/// <summary>A finished object that waits in staging to be stored.</summary>
/// <param name="Key">Key relative to the namespace, e.g. <c>2023-02-02t16-00-00/volume/gitserver/01JA…/00001.pack</c>.</param>
/// <param name="Path">Where the bytes lie in staging. Whoever stores the object owns the file from then on: it is moved or deleted.</param>
/// <param name="Length">Length in bytes.</param>
/// <param name="Sha256">SHA-256 of the bytes, 32 bytes.</param>
public sealed record StagedObject(string Key, string Path, long Length, ReadOnlyMemory<byte> Sha256);
