using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Work;

namespace Holdfast.Engine.Restore;

/// <summary>Brings back a stream, such as a database dump: chunks are decoded side by side and written in order.</summary>
public static class StreamRestore
{
    /// <summary>Writes the stream to <paramref name="destination"/>, which is not disposed.</summary>
    /// <exception cref="DamagedPackException">Something needed is damaged.</exception>
    /// <exception cref="RestoreMismatchException">All chunks are good, but together they are not the stream that was backed up.</exception>
    public static async Task RunAsync(
        IObjectSource source,
        Repository repository,
        CatalogReader catalog,
        Stream destination,
        RestoreCounters counters,
        CancellationToken cancellationToken)
    {
        var entry = await FindAsync(catalog, cancellationToken);
        await using var shelf = new PackShelf(source, repository, entry.Content.Select(part => part.Chunk!));
        var readers = new ConcurrentBag<ChunkReader>();
        var decoded = Channel.CreateBounded<Task<Piece>>(2 * Environment.ProcessorCount);
        await Stages.RunAsync([DecodeAsync, WriteAsync], cancellationToken);
        foreach (var reader in readers)
        {
            reader.Dispose();
        }

        async Task DecodeAsync(CancellationToken stop)
        {
            foreach (var part in entry.Content)
            {
                var pack = await shelf.OpenAsync(part.Chunk!, stop);
                await decoded.Writer.WriteAsync(WorkThreads.Shared.RunAsync(() => ReadAsync(pack, part, stop)), stop);
            }

            decoded.Writer.Complete();
        }

        async Task<Piece> ReadAsync(OpenPack pack, ContentPart part, CancellationToken stop)
        {
            var chunk = part.Chunk!;
            var reader = readers.TryTake(out var idle) ? idle : new ChunkReader();
            var buffer = ArrayPool<byte>.Shared.Rent(chunk.Size);
            await reader.ReadAsync(pack, chunk.Id, chunk.Offset, chunk.Stored, buffer.AsMemory(0, chunk.Size), stop);
            readers.Add(reader);
            await shelf.ReleaseAsync(chunk);
            return new Piece(buffer, part.Offset, (int)part.Length);
        }

        async Task WriteAsync(CancellationToken stop)
        {
            using var hash = entry.Sha256 is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await foreach (var decoding in decoded.Reader.ReadAllAsync(stop))
            {
                var (buffer, offset, length) = await decoding;
                hash?.AppendData(buffer, offset, length);
                await destination.WriteAsync(buffer.AsMemory(offset, length), stop);
                counters.AddWritten(length);
                ArrayPool<byte>.Shared.Return(buffer);
            }

            if (hash is not null && !hash.GetHashAndReset().AsSpan().SequenceEqual(entry.Sha256))
            {
                throw new RestoreMismatchException(["the stream has other content than was backed up"], 1);
            }
        }
    }

    private static async Task<CatalogEntry> FindAsync(CatalogReader catalog, CancellationToken cancellationToken)
    {
        await foreach (var entries in catalog.ReadEntriesAsync(cancellationToken))
        {
            foreach (var entry in entries)
            {
                return entry.Metadata.Kind == EntryKind.Stream && entry.Content.All(part => !part.IsHole)
                    ? entry
                    : throw new CatalogFormatException("the snapshot of a stream holds something else.");
            }
        }

        throw new CatalogFormatException("the snapshot of a stream is empty.");
    }

    private readonly record struct Piece(byte[] Buffer, int Offset, int Length);
}
