using Holdfast.Engine.Objects;

namespace Holdfast.Engine.Tests.Documents;

/// <summary>Objects in memory.</summary>
internal sealed class MemorySource : IObjectSource
{
    public Dictionary<string, byte[]> Objects { get; } = [];

    public Task<IFetchedObject> FetchAsync(string key, IReadOnlyList<ByteRange>? ranges, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Objects.TryGetValue(key, out var bytes)
            ? Task.FromResult<IFetchedObject>(new Fetched(bytes))
            : throw new ObjectNotFoundException(key);
    }

    private sealed class Fetched(byte[] bytes) : IFetchedObject
    {
        public long Length => bytes.Length;

        public ValueTask ReadAsync(long offset, Memory<byte> destination, CancellationToken cancellationToken)
        {
            bytes.AsSpan((int)offset, destination.Length).CopyTo(destination.Span);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
