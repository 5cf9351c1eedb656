using Holdfast.Engine.Backup;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Restore;
using Holdfast.Engine.Sealing;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Verification;
using Holdfast.Engine.Volumes;
using Holdfast.FaultyStores.Memory;
using Holdfast.ObjectStores;
using Holdfast.ObjectStores.Namespaces;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

/// <summary>A repository in a store, with a volume to back up and a place to restore to.</summary>
internal sealed class RepositoryFixture : IDisposable
{
    public const string Namespace = "app";

    // Later than every change that a test makes, so that what did not change shows it by its times.
    private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow().AddDays(1);
    private int _backups;

    private RepositoryFixture(string folder, IObjectStore store, Repository repository)
    {
        (Folder, Store, Repository) = (folder, store, repository);
        Directory.CreateDirectory(Volume);
    }

    /// <summary>Small limits, so that small trees make many chunks and packs.</summary>
    public static BackupOptions SmallOptions { get; } = new()
    {
        SmallFileLimit = 4 << 10,
        ChunkSizes = new(1 << 10, 4 << 10, 16 << 10),
        PackSize = 64 << 10,
        CheckpointPacks = 2,
        RereadShare = 0,
    };

    public static ComponentName Component { get; } = ComponentName.Volume("gitserver");

    public string Folder { get; }

    public string Volume => Path.Combine(Folder, "volume");

    public IObjectStore Store { get; }

    public Repository Repository { get; }

    public IObjectSource Source => SourceOf(Store);

    public IObjectSink Sink => new NamespaceSink(Store, Namespace);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<RepositoryFixture> CreateAsync(KeySecret? secret = null, IObjectStore? store = null)
    {
        store ??= new MemoryStore();
        var created = Repository.Initialize(TimeProvider.System, secret);
        foreach (var item in created.Objects)
        {
            await store.PutIfAbsentAsync($"{Namespace}/{item.Key}", item.Content, Stop);
        }

        return new RepositoryFixture(Directory.CreateTempSubdirectory("holdfast-").FullName, store, created.Repository);
    }

    public static IObjectSource SourceOf(IObjectStore store) => new InPlaceSource(new NamespaceStore(store, Namespace));

    public Task<BackupResult> BackUpAsync(string? parent = null, BackupOptions? options = null) => BackUpAsync(Request(parent, options));

    public async Task<BackupResult> BackUpAsync(BackupRequest request)
    {
        using var root = VolumeRoot.Open(Volume);
        return await VolumeBackup.RunAsync(request, root, Stop);
    }

    public BackupRequest Request(string? parent = null, BackupOptions? options = null, ComponentName? component = null)
    {
        var number = ++_backups;
        var time = _start.AddHours(number);
        return new BackupRequest
        {
            Target = new RunTarget(
                Repository, BackupTimestamp.From(time), component ?? Component, RunId.From(Guid.CreateVersion7()), NewFolder("staging")),
            Source = Source,
            Sink = Sink,
            ParentSnapshot = parent,
            Options = options ?? new BackupOptions(),
            Time = new FixedTime(time),
        };
    }

    /// <summary>Commits a backup of one component.</summary>
    public Task<Manifest> CommitAsync(BackupRequest request, BackupResult result, IObjectStore? store = null) =>
        CommitAsync(store ?? Store, (request, result));

    /// <summary>Commits a backup of several components under the timestamp of the first.</summary>
    public async Task<Manifest> CommitAsync(IObjectStore store, params (BackupRequest Request, BackupResult Result)[] parts)
    {
        var at = parts[0].Request.Time.GetUtcNow();
        var manifest = new Manifest
        {
            RepositoryId = Repository.Id,
            Namespace = Namespace,
            Timestamp = parts[0].Request.Target.Timestamp,
            StartedAt = at,
            FinishedAt = at,
            Components = [.. parts.Select(part => new ManifestComponent
            {
                Component = part.Request.Target.Component,
                Run = part.Request.Target.RunId,
                Snapshot = part.Result.SnapshotKey,
                Size = part.Result.Size,
                Sha256 = Convert.ToHexStringLower(part.Result.Sha256.Span),
                CapturedAt = at,
                Stats = new ComponentStats(),
            })],
        };
        await store.PutIfAbsentAsync($"{Namespace}/{manifest.ObjectKey}", manifest.ToJson(), Stop);
        return manifest;
    }

    public async Task<string> RestoreAsync(string snapshotKey, IObjectStore? store = null, RestoreCounters? counters = null)
    {
        var source = SourceOf(store ?? Store);
        var snapshot = await SnapshotReader.OpenAsync(source, Repository, snapshotKey, Stop);
        return (await RestoreAsync(source, snapshot.Catalog, salvage: false, counters)).Target;
    }

    /// <summary>Restores with a tree at hand that may hold some of the same files.</summary>
    public async Task<string> RestoreAsync(string snapshotKey, string local, RestoreCounters counters)
    {
        using var tree = VolumeRoot.Open(local);
        var snapshot = await SnapshotReader.OpenAsync(Source, Repository, snapshotKey, Stop);
        return (await RestoreAsync(Source, snapshot.Catalog, salvage: false, counters, tree)).Target;
    }

    public async Task<(string Target, RestoreResult Result)> RestoreAsync(
        IObjectSource source, CatalogReader catalog, bool salvage, RestoreCounters? counters = null, VolumeRoot? local = null)
    {
        var target = NewFolder("restored");
        using var root = VolumeRoot.Open(target);
        var options = new RestoreOptions { StagingFolder = NewFolder("sort"), Salvage = salvage, Local = local };
        var result = await VolumeRestore.RunAsync(source, Repository, catalog, root, options, counters ?? new RestoreCounters(), Stop);
        return (target, result);
    }

    public async Task<VerifyReport> VerifyAsync(string snapshotKey, double readDataShare = 1)
    {
        var snapshot = await SnapshotReader.OpenAsync(Source, Repository, snapshotKey, Stop);
        return await SnapshotVerification.RunAsync(Source, Repository, snapshot, new VerifyOptions { ReadDataShare = readDataShare }, Stop);
    }

    /// <summary>The objects of the namespace, with keys relative to it.</summary>
    public async Task<List<ObjectInfo>> ListAsync(string prefix = "")
    {
        var objects = new List<ObjectInfo>();
        await foreach (var item in new NamespaceStore(Store, Namespace).ListAsync(prefix, Stop))
        {
            objects.Add(item);
        }

        return objects;
    }

    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(Folder, $"{name}-{Guid.NewGuid():n}")).FullName;

    public void Dispose() => SampleTree.Remove(Folder);

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
