using System.Buffers;
using System.IO.Hashing;
using System.Threading.Channels;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Packs;

namespace Holdfast.Engine.Backup;

/// <summary>
/// Takes chunks, drops those that are stored already, compresses the others, proves that they decompress to what they were, and
/// writes them into packs.
/// </summary>
/// <remarks>
/// <code>
/// SubmitAsync → [channel] → compressors: checksum, id → known? → compress → decompress, checksum → [channel] → writer: seal, pack → store queue
/// </code>
/// Both channels are bounded, and so is the store queue: when the store is slow the source is read slower.
/// </remarks>
internal sealed class ChunkPipeline(
    BackupOptions options, ChunkHasher hasher, Func<CancellationToken, Task<ChunkIndex>> loadIndex, PackWriter packs, BackupCounters counters)
{
    private readonly Channel<Raw> _raw = Bounded<Raw>(2 * options.Compressors);
    private readonly Channel<Compressed> _compressed = Bounded<Compressed>(2 * options.Compressors);

    /// <summary>Hands in a chunk. The buffer, from the shared pool, belongs to the pipeline from now on.</summary>
    public ValueTask SubmitAsync(byte[] buffer, int length, ChunkTicket ticket, CancellationToken cancellationToken) =>
        _raw.Writer.WriteAsync(new Raw(buffer, length, ticket), cancellationToken);

    /// <summary>No more chunks come.</summary>
    public void Complete() => _raw.Writer.Complete();

    /// <summary>The stages; all end when the last chunk lies in a pack.</summary>
    public IEnumerable<Func<CancellationToken, Task>> Stages()
    {
        var left = options.Compressors;
        for (var i = 0; i < options.Compressors; i++)
        {
            yield return async cancellationToken =>
            {
                await CompressAsync(cancellationToken);
                if (Interlocked.Decrement(ref left) == 0)
                {
                    _compressed.Writer.Complete();
                }
            };
        }

        yield return WriteAsync;
    }

    private async Task CompressAsync(CancellationToken cancellationToken)
    {
        using var compressor = new ProvingCompressor(options.CompressionLevel);
        ChunkIndex? index = null;
        await foreach (var raw in _raw.Reader.ReadAllAsync(cancellationToken))
        {
            index ??= await loadIndex(cancellationToken);
            var content = raw.Buffer.AsMemory(0, raw.Length);
            var checksum = XxHash3.HashToUInt64(content.Span);
            var id = hasher.Compute(content.Span);
            var isNew = index.Claim(id, raw.Length, out var chunk);
            raw.Ticket.Resolve(chunk);
            if (isNew)
            {
                var frame = ArrayPool<byte>.Shared.Rent(ChunkCodec.Bound(raw.Length));
                var length = compressor.Compress(id, checksum, content.Span, frame, decoded: content.Span);
                await _compressed.Writer.WriteAsync(new Compressed(chunk, frame, length), cancellationToken);
            }
            else
            {
                counters.AddReused(raw.Length);
            }

            ArrayPool<byte>.Shared.Return(raw.Buffer);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        await foreach (var (chunk, frame, length) in _compressed.Reader.ReadAllAsync(cancellationToken))
        {
            counters.AddNewChunk(chunk.Size, length);
            await packs.AppendAsync(chunk, frame.AsMemory(0, length), FrameKind.Data, Task.CompletedTask, cancellationToken);
            ArrayPool<byte>.Shared.Return(frame);
        }

        await packs.FinishAsync(Task.CompletedTask, cancellationToken);
    }

    private static Channel<T> Bounded<T>(int capacity) => Channel.CreateBounded<T>(capacity);

    private readonly record struct Raw(byte[] Buffer, int Length, ChunkTicket Ticket);

    private readonly record struct Compressed(StoredChunk Chunk, byte[] Frame, int Length);
}
