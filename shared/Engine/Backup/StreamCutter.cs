using System.Buffers;
using Holdfast.Engine.Chunking;

namespace Holdfast.Engine.Backup;

/// <summary>Reads content of any length, cuts it into chunks and hands them to the pipeline.</summary>
/// <remarks>
/// Content is read into the buffer that is handed on as a chunk, piece by piece so that little lies beyond the chunk's end, which alone is copied;
/// each piece is looked through while it is still in the processor's cache.
/// </remarks>
internal sealed class StreamCutter(ContentCutter cutter, ChunkPipeline pipeline, BackupCounters counters)
{
    private const int Piece = 256 << 10;

    /// <summary>Fills as much of the buffer as it can at once; 0 at the end.</summary>
    public delegate ValueTask<int> ReadPiece(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Cuts until the end and returns the number of bytes.</summary>
    /// <param name="read">Gives the content.</param>
    /// <param name="parts">Gets a part for each chunk.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<long> CutAsync(ReadPiece read, List<PendingPart> parts, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(cutter.Sizes.Maximum);
        try
        {
            var (end, total, isLast) = (0, 0L, false);
            while (!isLast)
            {
                (var length, end, isLast) = await ReadChunkAsync(read, buffer, end, cancellationToken);
                if (length == 0)
                {
                    break;
                }

                var next = ArrayPool<byte>.Shared.Rent(cutter.Sizes.Maximum);
                buffer.AsSpan(length..end).CopyTo(next);
                (var chunk, buffer, end) = (buffer, next, end - length);
                var ticket = new ChunkTicket();
                parts.Add(new PendingPart(ticket, 0, length));
                await pipeline.SubmitAsync(chunk, length, ticket, cancellationToken);
                total += length;
            }

            return total;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Reads on behind <paramref name="end"/> until a chunk ends. Returns its length, 0 at the end of the content, the new end, and whether the content
    /// has ended; it is not read again then.
    /// </summary>
    private async ValueTask<(int Length, int End, bool IsLast)> ReadChunkAsync(ReadPiece read, byte[] buffer, int end, CancellationToken cancellationToken)
    {
        var search = default(ChunkSearch);
        while (true)
        {
            if (cutter.TryCut(buffer.AsSpan(0, end), ref search, out var length))
            {
                return (length, end, false);
            }

            // Without an end so far there is room: the longest chunk ends where the buffer may.
            var count = await read(buffer.AsMemory(end, Math.Min(Piece, cutter.Sizes.Maximum - end)), cancellationToken);
            counters.AddRead(count);
            end += count;
            if (count == 0)
            {
                return (end, end, true);
            }
        }
    }
}
