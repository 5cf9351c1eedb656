namespace Holdfast.Engine.Chunking;

/// <summary>Bounds of the chunks that large files and streams are cut into, in bytes.</summary>
/// <param name="Minimum">No chunk but a file's last is shorter.</param>
/// <param name="Average">Expected length of random content; a power of two.</param>
/// <param name="Maximum">No chunk is longer.</param>
public sealed record ChunkSizes(int Minimum, int Average, int Maximum)
{
    /// <summary>256 KiB, 1 MiB, 4 MiB.</summary>
    public static ChunkSizes Default { get; } = new(256 << 10, 1 << 20, 4 << 20);
}
