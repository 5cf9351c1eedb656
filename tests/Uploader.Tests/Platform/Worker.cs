using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;
using Holdfast.Engine.Backup;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Restore;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Volumes;
using Holdfast.Hosting.Runs;
using Holdfast.StoreAccess;

namespace Holdfast.Uploader.Tests.Platform;

/// <summary>Backs up and restores through <see cref="IRepositories"/>, as the services do.</summary>
internal sealed class Worker(IRepositories repositories, string folder)
{
    public static ComponentId Stream { get; } = ComponentId.Database("airflow");

    public static ComponentId Volume { get; } = ComponentId.Volume("gitserver");

    /// <summary>Small limits, so that little content makes many packs.</summary>
    public static BackupOptions SmallPacks { get; } = new() { ChunkSizes = new(1 << 10, 4 << 10, 16 << 10), PackSize = 32 << 10 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A run as it is granted.</summary>
    public static Run BackupRun(Guid operation, string timestamp, ComponentId component, params Guid[] earlierRuns)
    {
        var command = new DumpDatabase
        {
            OperationId = operation,
            Namespace = TestPlatform.Namespace,
            Component = component,
            RunId = Guid.NewGuid(),
            Attempt = 1,
            Timestamp = timestamp,
        };
        return new Run(
            command, RunStep.Backup, new RunGranted { OperationId = operation, RunId = command.RunId, Attempt = 1, EarlierRunIds = earlierRuns });
    }

    /// <summary>A run of a restore into the platform's own namespace.</summary>
    public static Run RestoreRun(Guid operation, ComponentSnapshot snapshot)
    {
        var command = new PrepareDatabase
        {
            OperationId = operation,
            Namespace = TestPlatform.Namespace,
            Component = snapshot.Component,
            RunId = Guid.NewGuid(),
            Attempt = 1,
            SourceNamespace = TestPlatform.Namespace,
            Snapshot = snapshot,
            Salvage = false,
        };
        return new Run(command, RunStep.Prepare, new RunGranted { OperationId = operation, RunId = command.RunId, Attempt = 1, EarlierRunIds = [] });
    }

    public Task<OpenRepository> OpenAsync(Run run, string name = TestPlatform.Namespace, CancellationToken? cancellationToken = null) =>
        repositories.OpenAsync(name, run, cancellationToken ?? Stop);

    public Task<ComponentSnapshot> BackUpAsync(
        Guid operation, string timestamp, ComponentId component, byte[] content, ComponentSnapshot? parent = null, BackupOptions? options = null) =>
        BackUpAsync(
            BackupRun(operation, timestamp, component),
            (request, stop) => StreamBackup.RunAsync(request, new MemoryStream(content), _ => Task.CompletedTask, stop),
            parent,
            options ?? SmallPacks);

    public Task<ComponentSnapshot> BackUpVolumeAsync(Guid operation, string timestamp, string directory, ComponentSnapshot? parent = null) => BackUpAsync(
        BackupRun(operation, timestamp, Volume),
        async (request, stop) =>
        {
            using var root = VolumeRoot.Open(directory);
            return await VolumeBackup.RunAsync(request, root, stop);
        },
        parent,
        new BackupOptions());

    public async Task<ComponentSnapshot> BackUpAsync(
        Run run, Func<BackupRequest, CancellationToken, Task<BackupResult>> work, ComponentSnapshot? parent, BackupOptions options)
    {
        using var repository = await OpenAsync(run);
        var request = Request(run, repository, parent, options);
        var result = await work(request, Stop);
        return new ComponentSnapshot
        {
            Component = run.Component,
            SnapshotKey = result.SnapshotKey,
            SnapshotSha256 = Convert.ToHexStringLower(result.Sha256.Span),
            CapturedAt = DateTimeOffset.UnixEpoch,
            Size = new SnapshotSize
            {
                LogicalBytes = result.Stats.LogicalBytes,
                AddedBytes = result.Stats.AddedBytes,
                StoredBytes = result.Stats.StoredBytes,
                Files = result.Stats.Files,
            },
        };
    }

    public static BackupRequest Request(Run run, OpenRepository repository, ComponentSnapshot? parent, BackupOptions options) => new()
    {
        Target = new RunTarget(
            repository.Repository, run.Timestamp!, ComponentName.Parse(run.Component.ToString()), RunId.From(run.RunId), repository.StagingFolder),
        Source = repository.Source,
        Sink = repository.Sink,
        Space = repository.Space,
        ParentSnapshot = parent?.SnapshotKey,
        InterruptedRuns = repository.InterruptedRuns,
        DamagedPacks = repository.DamagedPacks,
        Options = options,
    };

    public async Task<byte[]> RestoreAsync(ComponentSnapshot snapshot, string name = TestPlatform.Namespace)
    {
        using var repository = await OpenAsync(RestoreRun(Guid.NewGuid(), snapshot), name);
        var reader = await SnapshotReader.OpenAsync(repository.Source, repository.Repository, snapshot.SnapshotKey, Stop);
        using var restored = new MemoryStream();
        await StreamRestore.RunAsync(repository.Source, repository.Repository, reader.Catalog, restored, new RestoreCounters(), Stop);
        return restored.ToArray();
    }

    /// <returns>The directory that was filled.</returns>
    public async Task<string> RestoreVolumeAsync(ComponentSnapshot snapshot)
    {
        using var repository = await OpenAsync(RestoreRun(Guid.NewGuid(), snapshot));
        var reader = await SnapshotReader.OpenAsync(repository.Source, repository.Repository, snapshot.SnapshotKey, Stop);
        var target = Directory.CreateDirectory(Path.Join(folder, Guid.NewGuid().ToString("N"))).FullName;
        using var root = VolumeRoot.Open(target);
        await VolumeRestore.RunAsync(
            repository.Source, repository.Repository, reader.Catalog, root, new RestoreOptions { StagingFolder = repository.StagingFolder }, new RestoreCounters(), Stop);
        return target;
    }
}
