using System.Buffers;
using Holdfast.Engine.Chunking;

namespace Holdfast.Engine.Backup;

/// <summary>Reads content of any length, cuts it into chunks and hands them to the pipeline.</summary>
internal sealed class StreamCutter(ContentCutter cutter, ChunkPipeline pipeline, BackupCounters counters)
{
    /// <summary>Fills as much of the buffer as it can at once; 0 at the end.</summary>
    public delegate ValueTask<int> ReadPiece(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Cuts until the end and returns the number of bytes.</summary>
    /// <param name="read">Gives the content.</param>
    /// <param name="parts">Gets a part for each chunk.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<long> CutAsync(ReadPiece read, List<PendingPart> parts, CancellationToken cancellationToken)
    {
        var longest = cutter.Sizes.Maximum;
        var buffer = ArrayPool<byte>.Shared.Rent(2 * longest);
        var (start, end, total, isEnd) = (0, 0, 0L, false);
        try
        {
            while (true)
            {
                if (buffer.Length - start < longest)
                {
                    buffer.AsSpan(start..end).CopyTo(buffer);
                    (start, end) = (0, end - start);
                }

                while (!isEnd && end - start < longest)
                {
                    var count = await read(buffer.AsMemory(end), cancellationToken);
                    counters.AddRead(count);
                    end += count;
                    isEnd = count == 0;
                }

                if (start == end)
                {
                    return total;
                }

                var length = cutter.Cut(buffer.AsSpan(start..end));
                var chunk = ArrayPool<byte>.Shared.Rent(length);
                buffer.AsSpan(start, length).CopyTo(chunk);
                var ticket = new ChunkTicket();
                parts.Add(new PendingPart(ticket, 0, length));
                await pipeline.SubmitAsync(chunk, length, ticket, cancellationToken);
                start += length;
                total += length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
