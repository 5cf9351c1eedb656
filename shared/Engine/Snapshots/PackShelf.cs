using System.Buffers;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Snapshots;

/// <summary>
/// Packs that are read chunk by chunk in an order known beforehand: each is fetched once, when the first of its chunks is asked for,
/// and let go with the last. One caller at a time, unless said otherwise.
/// </summary>
internal sealed class PackShelf : IAsyncDisposable
{
    private readonly IObjectSource _source;
    private readonly Repository _repository;
    private readonly ChunkReader _reader = new();
    private readonly Dictionary<string, Wanted> _packs = [];

    /// <summary>Makes something of the content of a chunk.</summary>
    public delegate T ContentUse<out T>(ReadOnlySpan<byte> content);

    public PackShelf(IObjectSource source, Repository repository, IEnumerable<StoredChunk> chunks)
    {
        _source = source;
        _repository = repository;
        foreach (var chunk in chunks)
        {
            if (!_packs.TryGetValue(chunk.Pack.Key, out var wanted))
            {
                _packs.Add(chunk.Pack.Key, wanted = new Wanted());
            }

            wanted.Chunks.Add(chunk);
        }
    }

    /// <summary>The pack that holds a chunk; to be given back with <see cref="ReleaseAsync"/> for each chunk.</summary>
    public async ValueTask<OpenPack> OpenAsync(StoredChunk chunk, CancellationToken cancellationToken)
    {
        var wanted = _packs[chunk.Pack.Key];
        return wanted.Pack ??= await OpenPack.OpenAsync(_source, _repository, chunk.Pack.Key, wanted.Ranges(), cancellationToken);
    }

    /// <summary>A chunk was read; the last one of a pack lets the pack go. May be called by others than who opens.</summary>
    public ValueTask ReleaseAsync(StoredChunk chunk)
    {
        var wanted = _packs[chunk.Pack.Key];
        return wanted.Release() ? wanted.Pack!.DisposeAsync() : ValueTask.CompletedTask;
    }

    /// <summary>Reads a chunk and hands its content to <paramref name="use"/>, which must not keep it.</summary>
    /// <exception cref="DamagedPackException">What is there is not this chunk.</exception>
    public async ValueTask<T> ReadAsync<T>(StoredChunk chunk, ContentUse<T> use, CancellationToken cancellationToken)
    {
        var pack = await OpenAsync(chunk, cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(chunk.Size);
        try
        {
            await _reader.ReadAsync(pack, chunk.Id, chunk.Offset, chunk.Stored, buffer.AsMemory(0, chunk.Size), cancellationToken);
            await ReleaseAsync(chunk);
            return use(buffer.AsSpan(0, chunk.Size));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        foreach (var wanted in _packs.Values)
        {
            if (wanted.Pack is { } pack && !wanted.IsReleased)
            {
                await pack.DisposeAsync();
            }
        }
    }

    private sealed class Wanted
    {
        private int _released;

        public List<StoredChunk> Chunks { get; } = [];

        public OpenPack? Pack { get; set; }

        public bool IsReleased => Volatile.Read(ref _released) == Chunks.Count;

        public bool Release() => Interlocked.Increment(ref _released) == Chunks.Count;

        public List<ByteRange> Ranges() => ChunkRanges.Of(Chunks);
    }
}
