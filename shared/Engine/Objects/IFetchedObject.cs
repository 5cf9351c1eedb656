namespace Holdfast.Engine.Objects;

/// <summary>An object, or the fetched ranges of it, ready for random reads. Disposing releases what holds the bytes.</summary>
public interface IFetchedObject : IAsyncDisposable
{
    /// <summary>Length of the whole object in bytes.</summary>
    long Length { get; }

    /// <summary>Fills <paramref name="destination"/> with the bytes at <paramref name="offset"/>. May be called concurrently.</summary>
    /// <exception cref="EndOfStreamException">The object ends before the buffer is full.</exception>
    ValueTask ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken);
}
