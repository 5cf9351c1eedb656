using Holdfast.Engine.Chunks;

namespace Holdfast.Engine.Catalogs;

/// <summary>A piece of a file's content: a stretch of a chunk, or a hole.</summary>
/// <param name="Chunk">The chunk; null for a hole, which reads as zeros.</param>
/// <param name="Offset">Where the piece starts in the chunk.</param>
/// <param name="Length">Length in bytes.</param>
public readonly record struct ContentPart(StoredChunk? Chunk, int Offset, long Length)
{
    public bool IsHole => Chunk is null;

    public static ContentPart Hole(long length) => new(null, 0, length);
}
