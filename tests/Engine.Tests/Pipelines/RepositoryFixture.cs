using Holdfast.Engine.Backup;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Restore;
using Holdfast.Engine.Sealing;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Volumes;
using Holdfast.ObjectStores;
using Holdfast.ObjectStores.Directories;
using Holdfast.ObjectStores.Namespaces;
using Xunit;

namespace Holdfast.Engine.Tests.Pipelines;

/// <summary>A repository in a directory store, with a volume to back up and a place to restore to.</summary>
internal sealed class RepositoryFixture : IDisposable
{
    public const string Namespace = "app";

    private readonly DateTimeOffset _start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private int _backups;

    private RepositoryFixture(string folder, IObjectStore store, Repository repository)
    {
        (Folder, Store, Repository) = (folder, store, repository);
        Directory.CreateDirectory(Volume);
    }

    public string Folder { get; }

    public string Volume => Path.Combine(Folder, "volume");

    public string Staging => Path.Combine(Folder, "staging");

    public IObjectStore Store { get; }

    public Repository Repository { get; }

    public IObjectSource Source => new DirectorySource((DirectoryStore)Store, Namespace);

    public IObjectSink Sink => new NamespaceSink(Store, Namespace);

    public static ComponentName Component { get; } = ComponentName.Volume("gitserver");

    public static async Task<RepositoryFixture> CreateAsync(KeySecret? secret = null, IObjectStore? store = null)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-").FullName;
        if (store is null)
        {
            var directory = new DirectoryStore(Path.Combine(folder, "store"));
            directory.CreateRoot();
            store = directory;
        }

        var created = Repository.Initialize(TimeProvider.System, secret);
        foreach (var item in created.Objects)
        {
            await store.PutIfAbsentAsync($"{Namespace}/{item.Key}", item.Content, TestContext.Current.CancellationToken);
        }

        return new RepositoryFixture(folder, store, created.Repository);
    }

    public Task<BackupResult> BackUpAsync(string? parent = null, BackupOptions? options = null) => BackUpAsync(Request(parent, options));

    public async Task<BackupResult> BackUpAsync(BackupRequest request)
    {
        using var root = VolumeRoot.Open(Volume);
        return await VolumeBackup.RunAsync(request, root, TestContext.Current.CancellationToken);
    }

    public BackupRequest Request(string? parent = null, BackupOptions? options = null, ComponentName? component = null)
    {
        var number = ++_backups;
        var staging = Path.Combine(Staging, $"run-{number}");
        Directory.CreateDirectory(staging);
        var timestamp = BackupTimestamp.From(_start.AddHours(number));
        return new BackupRequest
        {
            Target = new RunTarget(Repository, timestamp, component ?? Component, RunId.From(Guid.CreateVersion7()), staging),
            Source = Source,
            Sink = Sink,
            ParentSnapshot = parent,
            Options = options ?? new BackupOptions(),
        };
    }

    public async Task<string> RestoreAsync(string snapshotKey, bool salvage = false, RestoreCounters? counters = null) =>
        (await RestoreWithResultAsync(snapshotKey, salvage, counters)).Target;

    public async Task<(string Target, RestoreResult Result)> RestoreWithResultAsync(
        string snapshotKey, bool salvage = false, RestoreCounters? counters = null)
    {
        var target = Directory.CreateDirectory(Path.Combine(Folder, $"restored-{Guid.NewGuid():n}")).FullName;
        var staging = Directory.CreateDirectory(Path.Combine(Staging, "restore")).FullName;
        var snapshot = await SnapshotReader.OpenAsync(Source, Repository, snapshotKey, TestContext.Current.CancellationToken);
        using var root = VolumeRoot.Open(target);
        var options = new RestoreOptions { StagingFolder = staging, Salvage = salvage };
        var result = await VolumeRestore.RunAsync(
            Source, Repository, snapshot.Catalog, root, options, counters ?? new RestoreCounters(), TestContext.Current.CancellationToken);
        return (target, result);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
