using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;
using Holdfast.Engine.Tests.Pipelines;
using Holdfast.WorkerHosts;
using Xunit;

namespace Holdfast.VolumeArchiver.Tests.Runs;

/// <summary>A volume-archiver on a bus, with one volume and a store.</summary>
internal sealed class VolumeScene : IAsyncDisposable
{
    private int _backups;

    private VolumeScene(string folder, WorkerHost worker) => (Folder, Worker) = (folder, worker);

    public static ComponentId Component { get; } = ComponentId.Volume("gitserver");

    public string Folder { get; }

    public WorkerHost Worker { get; }

    public string Volume => Path.Combine(Folder, "volume");

    /// <summary>Where restores keep their trees.</summary>
    public string Areas => Path.Combine(Volume, ".holdfast");

    /// <param name="settings">Further ones; <c>FOLDER</c> in a value stands for <see cref="Folder"/>.</param>
    public static async Task<VolumeScene> CreateAsync(params (string Key, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-volume-").FullName;
        var all = new Dictionary<string, string?>
        {
            ["Platform:Namespace"] = "app",
            ["Platform:Volumes:0:Name"] = Component.Name,
            ["Platform:Volumes:0:Path"] = Path.Combine(folder, "volume"),
        };
        foreach (var (key, value) in settings)
        {
            all[key] = value.Replace("FOLDER", folder, StringComparison.Ordinal);
        }

        var worker = await WorkerHost.StartAsync(
            all, builder => builder.AddVolumeArchiver(), bus => bus.AddVolumeArchiverConsumers(), TestContext.Current.CancellationToken);
        var scene = new VolumeScene(folder, worker);
        Directory.CreateDirectory(scene.Volume);
        return scene;
    }

    /// <summary>A line for each entry of the live tree, without what restores keep.</summary>
    public Task<IReadOnlyList<string>> DescribeAsync() => TreeAssert.DescribeAsync(Volume, path => path.Bytes.SequenceEqual(".holdfast"u8));

    public async Task<ComponentSnapshot> BackUpAsync(ComponentSnapshot? parent = null) => (await RunAsync<ComponentCompleted>(Archive(parent))).Snapshot;

    /// <summary>Runs a command whose run is to end with a certain event.</summary>
    public async Task<T> RunAsync<T>(RunCommand command)
        where T : RunEvent
    {
        var outcome = await Worker.RunAsync(command, TestContext.Current.CancellationToken);
        return outcome is T expected
            ? expected
            : throw new InvalidOperationException($"{command.GetType().Name} ended with {outcome.GetType().Name}: {(outcome as ComponentFailed)?.Reason}");
    }

    /// <summary>The reason for which a command fails.</summary>
    public async Task<ComponentFailed> FailAsync(RunCommand command) => await RunAsync<ComponentFailed>(command);

    public ArchiveVolume Archive(ComponentSnapshot? parent = null) => new()
    {
        OperationId = Guid.NewGuid(),
        Namespace = "app",
        Component = Component,
        RunId = Guid.NewGuid(),
        Attempt = 1,
        Timestamp = $"2026-01-01t00-00-{++_backups:d2}",
        ParentSnapshotKey = parent?.SnapshotKey,
        ParentSnapshotSha256 = parent?.SnapshotSha256,
    };

    public static PrepareVolume Prepare(Guid operation, ComponentSnapshot snapshot, bool salvage = false) => new()
    {
        OperationId = operation,
        Namespace = "app",
        Component = Component,
        RunId = Guid.NewGuid(),
        Attempt = 1,
        SourceNamespace = "app",
        Snapshot = snapshot,
        Salvage = salvage,
    };

    public static PreflightVolume Preflight(ComponentSnapshot snapshot) => new()
    {
        OperationId = Guid.NewGuid(),
        Namespace = "app",
        Component = Component,
        RunId = Guid.NewGuid(),
        Attempt = 1,
        SourceNamespace = "app",
        Snapshot = snapshot,
        Salvage = false,
    };

    public static CommitVolume Commit(Guid operation) =>
        new() { OperationId = operation, Namespace = "app", Component = Component, RunId = Guid.NewGuid(), Attempt = 1 };

    public static DiscardVolume Discard(Guid operation) =>
        new() { OperationId = operation, Namespace = "app", Component = Component, RunId = Guid.NewGuid(), Attempt = 1 };

    public static RollBackVolume RollBack(Guid operation) =>
        new() { OperationId = operation, Namespace = "app", Component = Component, RunId = Guid.NewGuid(), Attempt = 1 };

    public static ForgetPreviousVolume Forget(Guid operation) =>
        new() { OperationId = operation, Namespace = "app", Component = Component, RunId = Guid.NewGuid(), Attempt = 1 };

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        SampleTree.Remove(Folder);
    }
}
