using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Packs;

namespace Holdfast.Engine.Backup;

/// <summary>Everything of earlier runs that a run may refer to instead of storing it again.</summary>
/// <param name="runs">Nearest first: runs of the same backup that died, then the newest good snapshot.</param>
/// <param name="packs">The packs of all of them.</param>
/// <param name="unusable">Keys of packs that are damaged, missing, or to be written anew from.</param>
internal sealed class EarlierRuns(IReadOnlyList<IReusableRun> runs, PackTable packs, IReadOnlySet<string> unusable)
{
    private readonly Lock _lock = new();
    private readonly List<Exception> _problems = [];
    private Task<ChunkIndex>? _index;

    public PackTable Packs => packs;

    public IReadOnlyList<IReusableRun> Runs => runs;

    /// <summary>What of them could not be read.</summary>
    public IReadOnlyList<Exception> Problems => _problems;

    public void Report(Exception problem) => _problems.Add(problem);

    public bool IsUsable(PackReference pack) => !unusable.Contains(pack.Key);

    /// <summary>Whether everything that the entry's content lies in may be referred to.</summary>
    public bool IsUsable(CatalogEntry entry)
    {
        foreach (var part in entry.Content)
        {
            if (part.Chunk is { } chunk && !IsUsable(chunk.Pack))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The chunks that need not be stored again; read when first asked for, as a run that changes nothing never asks.</summary>
    public Task<ChunkIndex> LoadIndexAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _index ??= LoadAsync(cancellationToken);
        }
    }

    /// <summary>The catalog chunks that need not be stored again.</summary>
    public async Task<Dictionary<ChunkId, StoredChunk>> LoadCatalogChunksAsync(CancellationToken cancellationToken)
    {
        var chunks = new Dictionary<ChunkId, StoredChunk>();
        foreach (var run in runs)
        {
            try
            {
                foreach (var chunk in await run.ReadCatalogChunksAsync(cancellationToken))
                {
                    if (IsUsable(chunk.Pack))
                    {
                        chunks.TryAdd(chunk.Id, chunk);
                    }
                }
            }
            catch (Exception problem) when (ReusableCatalog.IsDamage(problem))
            {
                Report(problem);
            }
        }

        return chunks;
    }

    private async Task<ChunkIndex> LoadAsync(CancellationToken cancellationToken)
    {
        var index = new ChunkIndex();
        foreach (var run in runs)
        {
            try
            {
                await foreach (var chunks in run.ReadDataChunksAsync(cancellationToken))
                {
                    foreach (var chunk in chunks.Where(chunk => IsUsable(chunk.Pack)))
                    {
                        index.Add(chunk);
                    }
                }
            }
            catch (Exception problem) when (ReusableCatalog.IsDamage(problem))
            {
                // What was read up to here is good; the rest is stored again.
                Report(problem);
            }
        }

        return index;
    }
}
