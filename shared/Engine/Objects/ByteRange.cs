namespace Holdfast.Engine.Objects;

/// <summary>A range of an object: <paramref name="Offset"/> and <paramref name="Length"/> in bytes.</summary>
public readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>The first byte after the range.</summary>
    public long End => Offset + Length;
}
