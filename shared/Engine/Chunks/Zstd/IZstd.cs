namespace Holdfast.Engine.Chunks.Zstd;

/// <summary>An implementation of zstd. What one writes, every other reads. One thread at a time.</summary>
internal interface IZstd : IDisposable
{
    /// <summary>Compresses into one frame that tells its content's length, and returns the frame's length.</summary>
    /// <param name="content">What to compress.</param>
    /// <param name="frame">As long as the frame can get.</param>
    int Compress(ReadOnlySpan<byte> content, Span<byte> frame);

    /// <summary>Decompresses and returns the length of the content. Nothing beyond <paramref name="content"/> is written, whatever the frame says.</summary>
    /// <exception cref="InvalidDataException">The frame is damaged, or its content is longer than <paramref name="content"/>.</exception>
    int Decompress(ReadOnlySpan<byte> frame, Span<byte> content);
}
