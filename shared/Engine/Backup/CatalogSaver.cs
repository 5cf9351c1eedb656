using System.Buffers;
using System.IO.Hashing;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Packs;

namespace Holdfast.Engine.Backup;

/// <summary>Stores the chunks of the catalog, except those that an earlier run stored. One caller at a time.</summary>
/// <remarks>
/// From time to time the catalog so far is stored, as soon as all packs that it refers to are durable: a run that dies is continued
/// from there.
/// </remarks>
internal sealed class CatalogSaver(
    BackupOptions options, ChunkHasher hasher, Dictionary<ChunkId, StoredChunk> known, PackWriter catalogPacks, PackWriter dataPacks) : IDisposable
{
    private readonly ProvingCompressor _compressor = new(options.CompressionLevel);
    private int _checkpoint;

    public async ValueTask<StoredChunk> SaveAsync(ReadOnlyMemory<byte> text, FrameKind kind, CancellationToken cancellationToken)
    {
        var checksum = XxHash3.HashToUInt64(text.Span);
        var id = hasher.Compute(text.Span);
        if (!known.TryGetValue(id, out var chunk))
        {
            known.Add(id, chunk = new StoredChunk(id, text.Length));
            var frame = ArrayPool<byte>.Shared.Rent(ChunkCodec.Bound(text.Length));
            var decoded = ArrayPool<byte>.Shared.Rent(text.Length);
            var length = _compressor.Compress(id, checksum, text.Span, frame, decoded.AsSpan(0, text.Length));
            ArrayPool<byte>.Shared.Return(decoded);
            await catalogPacks.AppendAsync(chunk, frame.AsMemory(0, length), kind, dataPacks.StoredSoFar, cancellationToken);
            ArrayPool<byte>.Shared.Return(frame);
        }

        chunk.Use(chunk.Size);
        if (dataPacks.FinishedCount - _checkpoint >= options.CheckpointPacks)
        {
            _checkpoint = dataPacks.FinishedCount;
            await catalogPacks.FinishAsync(dataPacks.StoredSoFar, cancellationToken);
        }

        return chunk;
    }

    public ValueTask FinishAsync(CancellationToken cancellationToken) =>
        catalogPacks.FinishAsync(dataPacks.StoredSoFar, cancellationToken);

    public void Dispose() => _compressor.Dispose();
}
