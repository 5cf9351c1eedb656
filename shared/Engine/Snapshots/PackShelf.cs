using Holdfast.Engine.Chunks;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Snapshots;

/// <summary>
/// Packs that are read chunk by chunk in an order known beforehand: each is fetched once, when the first of its chunks is asked for,
/// and let go with the last. One caller at a time.
/// </summary>
internal sealed class PackShelf : IAsyncDisposable
{
    private readonly IObjectSource _source;
    private readonly Repository _repository;
    private readonly ChunkReader _reader = new();
    private readonly Dictionary<string, Wanted> _packs = [];

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

    /// <summary>The content of a chunk.</summary>
    /// <exception cref="DamagedPackException">What is there is not this chunk.</exception>
    public async ValueTask<byte[]> ReadAsync(StoredChunk chunk, CancellationToken cancellationToken)
    {
        var wanted = _packs[chunk.Pack.Key];
        wanted.Pack ??= await OpenPack.OpenAsync(_source, _repository, chunk.Pack.Key, wanted.Ranges(), cancellationToken);
        var content = new byte[chunk.Size];
        await _reader.ReadAsync(wanted.Pack, chunk.Id, chunk.Offset, chunk.Stored, content, cancellationToken);
        if (++wanted.Read == wanted.Chunks.Count)
        {
            await wanted.Pack.DisposeAsync();
            wanted.Pack = null;
        }

        return content;
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        foreach (var pack in _packs.Values.Select(wanted => wanted.Pack).OfType<OpenPack>())
        {
            await pack.DisposeAsync();
        }
    }

    private sealed class Wanted
    {
        public List<StoredChunk> Chunks { get; } = [];

        public OpenPack? Pack { get; set; }

        public int Read { get; set; }

        public List<ByteRange> Ranges() => ChunkRanges.Of(Chunks);
    }
}
