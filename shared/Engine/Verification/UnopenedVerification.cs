using System.Collections.Concurrent;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Snapshots;

namespace Holdfast.Engine.Verification;

/// <summary>Proves without a key that every pack of a snapshot is there, with the bytes that it was stored with.</summary>
/// <remarks>
/// What was stored had been decoded and compared before, so the same bytes decode to the same content. That the catalog names what the packs hold is proved
/// only where the key is.
/// </remarks>
internal static class UnopenedVerification
{
    /// <summary>Verifies every pack: its length and the hash at its end always, all of its bytes where <see cref="VerifyOptions.ReadDataShare"/> chooses it.</summary>
    public static async Task<VerifyReport> RunAsync(IObjectSource source, Snapshot snapshot, VerifyOptions options, CancellationToken cancellationToken)
    {
        var problems = new ConcurrentQueue<VerifyProblem>();
        var (packsRead, bytesRead) = (0, 0L);
        await Parallel.ForEachAsync(
            snapshot.Packs.Where(pack => options.Wanted(pack.Key)),
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellationToken },
            async (pack, stop) =>
            {
                try
                {
                    var isSampled = SnapshotVerification.IsSampled(pack.Key, options);
                    await VerifyAsync(source, pack, isSampled, stop);
                    if (isSampled)
                    {
                        Interlocked.Increment(ref packsRead);
                        Interlocked.Add(ref bytesRead, pack.Size);
                    }
                }
                catch (Exception failure) when (SnapshotVerification.IsDamage(failure))
                {
                    problems.Enqueue(new VerifyProblem(pack.Key, failure.Message));
                }

                options.PackDone(pack.Size);
            });
        return new VerifyReport([.. problems.Distinct()], snapshot.Packs.Count, packsRead, bytesRead, 0);
    }

    private static async Task VerifyAsync(IObjectSource source, PackReference pack, bool whole, CancellationToken cancellationToken)
    {
        var end = pack.Size - PackTrailer.Length + PackTrailer.HashOffset;
        await using var content = await source.FetchAsync(pack.Key, whole ? null : [new(end, PackTrailer.Length - PackTrailer.HashOffset)], cancellationToken);
        if (content.Length != pack.Size)
        {
            throw new DamagedPackException(pack.Key, $"it has {content.Length} bytes instead of {pack.Size}.");
        }

        var hash = new byte[PackTrailer.Length - PackTrailer.HashOffset];
        if (whole)
        {
            hash = await OpenPack.CheckHashAsync(content, pack.Key, new byte[StoredChunk.MaxSize], cancellationToken);
        }
        else
        {
            await content.ReadAsync(end, hash, cancellationToken);
        }

        if (!hash.AsSpan().SequenceEqual(pack.Sha256.Span))
        {
            throw new DamagedPackException(pack.Key, "it is not the pack that the snapshot was made with: its hash differs.");
        }
    }
}
