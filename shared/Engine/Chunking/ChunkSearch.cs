namespace Holdfast.Engine.Chunking;

/// <summary>How far <see cref="ContentCutter.TryCut"/> has looked for the end of a chunk; starts as the default.</summary>
public struct ChunkSearch
{
    internal ulong Hash { get; set; }

    /// <summary>No end lies before this; 0 before the search has begun.</summary>
    internal int At { get; set; }
}
