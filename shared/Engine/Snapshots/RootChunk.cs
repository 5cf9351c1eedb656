namespace Holdfast.Engine.Snapshots;

/// <summary>A chunk of the catalog root.</summary>
/// <param name="Chunk">Its id, hexadecimal.</param>
/// <param name="Pack">Index of its pack in the snapshot's list of packs.</param>
/// <param name="Offset">Offset of the frame in the pack.</param>
/// <param name="Stored">Length of the frame.</param>
/// <param name="Size">Length of the chunk.</param>
public sealed record RootChunk(string Chunk, int Pack, long Offset, int Stored, int Size);
