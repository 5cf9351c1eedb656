namespace Holdfast.Engine.Packs;

/// <summary>What the end of a pack tells of it.</summary>
/// <param name="Frames">The frame table.</param>
/// <param name="Sha256">The pack's hash, its last 32 bytes; not compared with the frames.</param>
public sealed record PackTail(PackFrame[] Frames, byte[] Sha256);
