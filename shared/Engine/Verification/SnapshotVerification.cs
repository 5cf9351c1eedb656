using System.Collections.Concurrent;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Snapshots;

namespace Holdfast.Engine.Verification;

/// <summary>Proves that a snapshot can be restored: all of its structure, and of its data as much as is asked for.</summary>
public static class SnapshotVerification
{
    /// <summary>Verifies everything that the snapshot needs and names each object that is not as it must be.</summary>
    /// <exception cref="RepositoryRefusedException">The snapshot itself is not this repository's, or not readable by this program.</exception>
    public static async Task<VerifyReport> RunAsync(
        IObjectSource source, Repository repository, SnapshotReader snapshot, VerifyOptions options, CancellationToken cancellationToken)
    {
        var checks = new PackChecks(options);
        var tables = new ConcurrentDictionary<string, Dictionary<long, PackFrame>>();
        await checks.RunAsync(
            snapshot.Snapshot.Packs,
            async (pack, whole, stop) => tables[pack.Key] = whole
                ? await ReadAllAsync(source, repository, pack, stop)
                : await ReadTableAsync(source, repository, pack, stop),
            cancellationToken);
        return checks.Report(snapshot.Snapshot, await VerifyCatalogAsync(snapshot, tables, checks, cancellationToken));
    }

    private static async Task<Dictionary<long, PackFrame>> ReadTableAsync(
        IObjectSource source, Repository repository, PackReference pack, CancellationToken cancellationToken)
    {
        var tail = await OpenPack.ReadTailAsync(source, repository, pack.Key, pack.Size, cancellationToken);
        return Table(pack, tail);
    }

    private static async Task<Dictionary<long, PackFrame>> ReadAllAsync(
        IObjectSource source, Repository repository, PackReference pack, CancellationToken cancellationToken)
    {
        await using var open = await OpenPack.OpenAsync(source, repository, pack.Key, null, cancellationToken);
        if (open.Length != pack.Size)
        {
            throw new DamagedPackException(pack.Key, $"it has {open.Length} bytes instead of {pack.Size}.");
        }

        var buffer = new byte[StoredChunk.MaxSize];
        await open.CheckHashAsync(buffer, cancellationToken);
        var tail = await open.ReadTailAsync(cancellationToken);
        using var reader = new ChunkReader();
        foreach (var frame in tail.Frames)
        {
            if (frame.Size > buffer.Length)
            {
                throw new DamagedPackException(pack.Key, $"the frame at {frame.Offset} is longer than a chunk may be.");
            }

            await reader.ReadAsync(open, frame.Id, frame.Offset, frame.Stored, buffer.AsMemory(0, frame.Size), cancellationToken);
        }

        return Table(pack, tail);
    }

    private static Dictionary<long, PackFrame> Table(PackReference pack, PackTail tail) =>
        tail.Sha256.AsSpan().SequenceEqual(pack.Sha256.Span)
            ? tail.Frames.ToDictionary(frame => frame.Offset)
            : throw new DamagedPackException(pack.Key, "it is not the pack that the snapshot was made with: its hash differs.");

    private static async Task<long> VerifyCatalogAsync(
        SnapshotReader snapshot,
        ConcurrentDictionary<string, Dictionary<long, PackFrame>> tables,
        PackChecks checks,
        CancellationToken cancellationToken)
    {
        var count = 0L;
        try
        {
            await foreach (var entries in snapshot.Catalog.ReadEntriesAsync(cancellationToken))
            {
                count += entries.Count;
                foreach (var chunk in entries.SelectMany(entry => entry.Content).Select(part => part.Chunk).OfType<StoredChunk>())
                {
                    // Of a pack that cannot be read its damage is told already.
                    if (tables.TryGetValue(chunk.Pack.Key, out var table)
                        && (!table.TryGetValue(chunk.Offset, out var frame)
                            || (frame.Id, frame.Stored, frame.Size) != (chunk.Id, chunk.Stored, chunk.Size)))
                    {
                        checks.Note(chunk.Pack.Key, $"it has no chunk {chunk.Id} at {chunk.Offset}.");
                    }
                }
            }
        }
        catch (DamagedPackException failure)
        {
            checks.Note(failure.Pack, failure.Message);
        }
        catch (Exception failure) when (failure is CatalogFormatException or ObjectNotFoundException)
        {
            checks.Note(snapshot.Snapshot.Key, failure.Message);
        }

        return count;
    }
}
