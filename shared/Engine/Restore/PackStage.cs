using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Volumes;
using Holdfast.Engine.Work;

namespace Holdfast.Engine.Restore;

/// <summary>Takes the steps of a restore pack by pack: each pack is fetched once, each chunk decoded once, files are written side by side.</summary>
/// <remarks>
/// <code>
/// steps by pack ─► [channel] ─► fetchers ×n ─► [channel] ─► workers ×n: decode, hash, write
/// </code>
/// </remarks>
internal sealed class PackStage(
    IObjectSource source, Repository repository, IReadOnlyList<PackReference> packs, TreeWriter tree, LossList losses, RestoreOptions options,
    RestoreCounters counters)
{
    private readonly ConcurrentDictionary<string, ChunkHasher> _hashers = new();
    private readonly Channel<List<RestoreStep>> _packs = Channel.CreateBounded<List<RestoreStep>>(1);
    private readonly Channel<ChunkWork> _chunks = Channel.CreateBounded<ChunkWork>(4 * options.Workers);

    /// <summary>What computes the ids of the chunks of each pack that was fetched, by the pack's key.</summary>
    public IReadOnlyDictionary<string, ChunkHasher> Hashers => _hashers;

    /// <param name="steps">In the order of <see cref="RestoreStep.SortKey"/>.</param>
    /// <param name="cancellationToken">Ends the restore.</param>
    public Task RunAsync(IEnumerable<RestoreStep> steps, CancellationToken cancellationToken)
    {
        var fetchers = options.ParallelFetches;
        return Stages.RunAsync(
            [
                stop => SplitAsync(steps, stop),
                .. Enumerable.Repeat(FetchAndCountAsync, options.ParallelFetches),
                .. Enumerable.Repeat(WriteAsync, options.Workers),
            ],
            cancellationToken);

        async Task FetchAndCountAsync(CancellationToken stop)
        {
            await FetchAsync(stop);
            if (Interlocked.Decrement(ref fetchers) == 0)
            {
                _chunks.Writer.Complete();
            }
        }
    }

    private async Task SplitAsync(IEnumerable<RestoreStep> steps, CancellationToken cancellationToken)
    {
        var pack = new List<RestoreStep>();
        foreach (var step in steps)
        {
            if (pack.Count > 0 && pack[0].Pack != step.Pack)
            {
                await _packs.Writer.WriteAsync(pack, cancellationToken);
                pack = [];
            }

            pack.Add(step);
        }

        if (pack.Count > 0)
        {
            await _packs.Writer.WriteAsync(pack, cancellationToken);
        }

        _packs.Writer.Complete();
    }

    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        await foreach (var steps in _packs.Reader.ReadAllAsync(cancellationToken))
        {
            var chunks = steps.GroupBy(step => step.Offset).Select(group => group.ToList()).ToList();
            var reference = packs[steps[0].Pack];
            var ranges = ChunkRanges.Of(chunks.Select(c => new StoredChunk(c[0].Id, c[0].Size, reference, c[0].Offset, c[0].Stored)));
            OpenPack pack;
            try
            {
                pack = await OpenPack.OpenAsync(source, repository, reference.Key, ranges, cancellationToken);
            }
            catch (Exception failure) when (losses.Accepts(failure))
            {
                steps.ForEach(step => losses.Add(step.Path, step.Length, failure));
                continue;
            }

            counters.AddFetched();
            _hashers[reference.Key] = pack.Hasher;
            var shared = new SharedPack(pack, chunks.Count);
            foreach (var chunk in chunks)
            {
                await _chunks.Writer.WriteAsync(new ChunkWork(shared, chunk), cancellationToken);
            }
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        using var reader = new ChunkReader();
        await foreach (var (shared, steps) in _chunks.Reader.ReadAllAsync(cancellationToken))
        {
            var chunk = steps[0];
            var buffer = ArrayPool<byte>.Shared.Rent(chunk.Size);
            try
            {
                await reader.ReadAsync(shared.Pack, chunk.Id, chunk.Offset, chunk.Stored, buffer.AsMemory(0, chunk.Size), cancellationToken);
                steps.ForEach(step => Write(step, buffer));
            }
            catch (DamagedPackException failure) when (losses.Accepts(failure))
            {
                steps.ForEach(step => losses.Add(step.Path, step.Length, failure));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
                await shared.ReleaseAsync();
            }
        }
    }

    private void Write(RestoreStep step, byte[] chunk)
    {
        var content = chunk.AsSpan(step.From, step.Length);
        if (step.Whole is { } metadata)
        {
            tree.WriteWholeFile(step.Path, content, metadata, step.Attributes);
        }
        else
        {
            using var file = tree.OpenFile(step.Path);
            tree.Write(file, content, step.FileOffset);
        }

        counters.AddWritten(step.Length);
    }

    private readonly record struct ChunkWork(SharedPack Pack, List<RestoreStep> Steps);

    /// <summary>A fetched pack that is let go after the last of its chunks.</summary>
    private sealed class SharedPack(OpenPack pack, int chunks)
    {
        private int _left = chunks;

        public OpenPack Pack => pack;

        public ValueTask ReleaseAsync() => Interlocked.Decrement(ref _left) == 0 ? pack.DisposeAsync() : ValueTask.CompletedTask;
    }
}
