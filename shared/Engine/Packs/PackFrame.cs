using Holdfast.Engine.Chunks;

namespace Holdfast.Engine.Packs;

/// <summary>A line of a pack's frame table.</summary>
/// <param name="Id">The chunk in the frame.</param>
/// <param name="Offset">Where the frame starts in the pack.</param>
/// <param name="Stored">Length of the frame in bytes.</param>
/// <param name="Size">Length of the chunk in bytes.</param>
/// <param name="Kind">What the chunk is.</param>
public readonly record struct PackFrame(ChunkId Id, long Offset, int Stored, int Size, FrameKind Kind);
