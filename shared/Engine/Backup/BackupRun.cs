using System.Security.Cryptography;
using System.Threading.Channels;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Chunking;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Work;

namespace Holdfast.Engine.Backup;

/// <summary>One run: what volumes and streams have in common, from the chunks to the durable snapshot.</summary>
/// <remarks>
/// <code>
/// source stages (VolumeBackup, StreamBackup) ─ chunks ──► ChunkPipeline ──► data packs ──┐
///                    │                                                                   ├─► StoreQueue ─► sink ─► snapshot.json last
///                    └─ entries in order ──► CatalogStage ──► CatalogSaver ─► catalog packs
/// </code>
/// </remarks>
internal sealed class BackupRun : IDisposable
{
    // Entries that may stand between the walk and the catalog, in batches of about 256.
    private const int EntryBatches = 64;

    private readonly BackupRequest _request;
    private readonly StoreQueue _queue;
    private readonly PackWriter _dataPacks;
    private readonly PackWriter _catalogPacks;
    private readonly ChunkHasher _hasher;
    private readonly Channel<IReadOnlyList<PendingEntry>> _entries = Channel.CreateBounded<IReadOnlyList<PendingEntry>>(EntryBatches);
    private readonly DateTimeOffset _startedAt;

    private BackupRun(BackupRequest request, EarlierRuns earlier)
    {
        _request = request;
        Earlier = earlier;
        _startedAt = request.Time.GetUtcNow();
        _queue = new StoreQueue(request.Sink, request.Options.ParallelStores);
        _dataPacks = new PackWriter(request.Target, PackContent.Data, request.Options.PackSize, _queue, request.Space);
        _catalogPacks = new PackWriter(request.Target, PackContent.Catalog, request.Options.PackSize, _queue, request.Space);
        var key = request.Target.Repository.Keyring.Current;
        _hasher = new ChunkHasher(key?.ChunkIdKey());
        Pipeline = new ChunkPipeline(request.Options, _hasher, earlier.LoadIndexAsync, _dataPacks, request.Counters);
        var cutter = new ContentCutter(request.Options.ChunkSizes, key is null ? GearTable.Public : new GearTable(key.GearSeed()));
        Cutter = new StreamCutter(cutter, Pipeline, request.Counters);
    }

    public EarlierRuns Earlier { get; }

    public ChunkPipeline Pipeline { get; }

    public StreamCutter Cutter { get; }

    public IssueList Issues { get; } = new();

    /// <summary>Takes the entries in catalog order.</summary>
    public ChannelWriter<IReadOnlyList<PendingEntry>> Entries => _entries.Writer;

    /// <summary>Finds out what earlier runs offer.</summary>
    public static async Task<BackupRun> StartAsync(BackupRequest request, CancellationToken cancellationToken)
    {
        var packs = new PackTable();
        var unusable = new HashSet<string>(request.DamagedPacks);
        var runs = new List<IReusableRun>();
        var startedAt = FileTime.From(BackupTimestamp.Parse(request.Target.Timestamp));
        var problems = new List<Exception>();
        if (request.ParentSnapshot is { } key)
        {
            try
            {
                runs.Add(await OpenParentAsync(request, key, packs, unusable, cancellationToken));
            }
            catch (Exception problem) when (ReusableCatalog.IsDamage(problem))
            {
                problems.Add(problem);
            }
        }

        runs.InsertRange(0, request.InterruptedRuns.Select(objects =>
            new InterruptedRun(request.Source, request.Target.Repository, packs, objects, startedAt)));
        var earlier = new EarlierRuns(runs, packs, unusable);
        problems.ForEach(earlier.Report);
        return new BackupRun(request, earlier);
    }

    /// <summary>Runs the source's stages together with the run's own, then stores the snapshot.</summary>
    /// <param name="source">Stages that fill <see cref="Pipeline"/> and <see cref="Entries"/>, and complete the latter.</param>
    /// <param name="readNow">Reads a single file at once.</param>
    /// <param name="cancellationToken">Ends the run; what it stored is garbage, or the start of the next run.</param>
    public async Task<BackupResult> RunAsync(
        IEnumerable<Func<CancellationToken, Task>> source, Func<PendingEntry, CancellationToken, Task> readNow, CancellationToken cancellationToken)
    {
        var known = await Earlier.LoadCatalogChunksAsync(cancellationToken);
        using var saver = new CatalogSaver(_request.Options, _hasher, known, _catalogPacks, _dataPacks);
        using var catalog = new CatalogWriter(saver.SaveAsync);
        var stage = new CatalogStage(_entries.Reader, catalog, Issues, readNow);
        await Stages.RunAsync([.. source, .. Pipeline.Stages(), CatalogAsync], cancellationToken);
        var root = await catalog.FinishAsync(cancellationToken);
        await saver.FinishAsync(cancellationToken);
        await _queue.AllStoredAsync(cancellationToken);
        return await StoreSnapshotAsync(root, cancellationToken);

        async Task CatalogAsync(CancellationToken stop)
        {
            await stage.RunAsync(stop);

            // Only now: the catalog may still have had a file read.
            Pipeline.Complete();
        }
    }

    public void Dispose()
    {
        _dataPacks.Dispose();
        _catalogPacks.Dispose();
        _queue.Dispose();
    }

    private static async Task<ParentRun> OpenParentAsync(
        BackupRequest request, string key, PackTable packs, HashSet<string> unusable, CancellationToken cancellationToken)
    {
        var parent = await SnapshotReader.OpenAsync(request.Source, request.Target.Repository, key, packs, cancellationToken);
        if (parent.Snapshot.Component != request.Target.Component)
        {
            throw new ArgumentException($"The parent '{key}' is of another component than {request.Target.Component}.", nameof(request));
        }

        unusable.UnionWith(RetirementRule.Choose(parent.Snapshot.Packs, request.Options.PackSize));
        return new ParentRun(parent);
    }

    private async Task<BackupResult> StoreSnapshotAsync(IReadOnlyList<StoredChunk> root, CancellationToken cancellationToken)
    {
        var target = _request.Target;
        PackReference[] packs = [.. Earlier.Packs.All.Concat(_dataPacks.Packs).Concat(_catalogPacks.Packs)
            .Where(pack => pack.IsUsed).OrderBy(pack => pack.Key, StringComparer.Ordinal)];
        var numbers = packs.Index().ToDictionary(pack => pack.Item, pack => pack.Index);
        var (issues, issueCount) = Issues.Snapshot();
        var stats = Stats();
        var json = Snapshot.Write(target, packs, new SnapshotBody
        {
            Parent = _request.ParentSnapshot,
            StartedAt = _startedAt,
            FinishedAt = _request.Time.GetUtcNow(),
            ScannedFrom = _startedAt,
            Catalog = [.. root.Select(c => new RootChunk(c.Id.ToString(), numbers[c.Pack], c.Offset, c.Stored, c.Size))],
            Source = _request.SourceFacts,
            Stats = stats,
            Issues = issues,
            IssueCount = issueCount,
        });
        var key = ObjectKeys.Snapshot(target.KeyPrefix);
        var path = Path.Combine(target.StagingFolder, "snapshot.json");
        await _request.Space.WriteAsync(() => File.WriteAllBytes(path, json), cancellationToken);
        var sha256 = SHA256.HashData(json);
        await _request.Sink.StoreAsync(new StagedObject(key, path, json.Length, sha256), cancellationToken);
        return new BackupResult(key, json.Length, sha256, stats, issues, issueCount, Earlier.Problems);
    }

    private SnapshotStats Stats()
    {
        var counters = _request.Counters;
        return new SnapshotStats
        {
            Files = counters.Files,
            Directories = counters.Directories,
            OtherEntries = counters.OtherEntries,
            UnchangedFiles = counters.UnchangedFiles,
            LogicalBytes = counters.LogicalBytes,
            ReadBytes = counters.ReadBytes,
            AddedBytes = counters.AddedBytes,
            ReusedBytes = counters.ReusedBytes,
            StoredBytes = _queue.StoredBytes,
            NewChunks = counters.NewChunks,
            NewPacks = _dataPacks.Packs.Count + _catalogPacks.Packs.Count,
        };
    }
}
