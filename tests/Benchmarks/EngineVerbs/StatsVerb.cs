using System.Text.Json;
using Holdfast.Benchmarks.Options;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Snapshots;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>Prints what the repository holds as one JSON object: storedBytes, liveBytes, objects, chunks, files.</summary>
/// <remarks>
/// <c>liveBytes</c> adds up the frames that any backup refers to, each once; everything else that is stored is waste, or the price of
/// finding it: headers, tables, snapshots, manifests. <c>chunks</c> counts these frames without the catalogs', <c>files</c> the files
/// of all components of the newest backup.
/// </remarks>
internal sealed class StatsVerb(ArgumentReader reader) : EngineVerb(reader)
{
    private readonly HashSet<(string Pack, long Offset)> _frames = [];
    private long _liveBytes;

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var repository = await Folder.OpenAsync(cancellationToken);
        var (storedBytes, objects, chunks, files) = (0L, 0L, 0L, 0L);
        await foreach (var item in Folder.Store.ListAsync("", cancellationToken))
        {
            (storedBytes, objects) = (storedBytes + item.Length, objects + 1);
        }

        foreach (var timestamp in await Folder.BackupsAsync(cancellationToken))
        {
            var manifest = await Manifest.ReadAsync(Folder.Source, repository.Id, timestamp, cancellationToken);
            files = manifest.Components.Sum(component => component.Stats.Files);
            foreach (var component in manifest.Components)
            {
                var snapshot = await SnapshotReader.OpenAsync(Folder.Source, repository, component.Snapshot, cancellationToken);
                chunks += await AddAsync(snapshot.Catalog, cancellationToken);
            }
        }

        var statistics = new Statistics(storedBytes, _liveBytes, objects, chunks, files);
        Console.Out.WriteLine(JsonSerializer.Serialize(statistics, StatisticsJson.Default.Statistics));
    }

    /// <summary>Counts the frames of a catalog and its data that no other had, and returns how many of them hold data.</summary>
    private async Task<long> AddAsync(CatalogReader catalog, CancellationToken cancellationToken)
    {
        var chunks = 0L;
        _ = catalog.Root.Count(Add);
        _ = (await catalog.ReadRootAsync(cancellationToken)).Count(part => Add(part.Chunk));
        await foreach (var entries in catalog.ReadEntriesAsync(cancellationToken))
        {
            chunks += entries.SelectMany(entry => entry.Content).Count(part => part.Chunk is { } chunk && Add(chunk));
        }

        return chunks;
    }

    private bool Add(StoredChunk chunk)
    {
        var isNew = _frames.Add((chunk.Pack.Key, chunk.Offset));
        _liveBytes += isNew ? chunk.Stored : 0;
        return isNew;
    }
}
