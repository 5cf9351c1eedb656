using Holdfast.Engine.Backup;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>A backup of one component from the opening of the repository to the manifest.</summary>
internal static class BackupStep
{
    /// <param name="folder">The repository.</param>
    /// <param name="component">What is backed up, e.g. <c>volume/tree</c>.</param>
    /// <param name="timestamp">Name of the backup.</param>
    /// <param name="withParent">Whether the newest backup of the component is the parent.</param>
    /// <param name="run">Runs the engine.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static async Task RunAsync(
        RepositoryFolder folder, string component, string timestamp, bool withParent,
        Func<BackupRequest, CancellationToken, Task<BackupResult>> run, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetUtcNow();
        var (name, runId) = (ComponentName.Parse(component), RunId.From(Guid.NewGuid()));
        var repository = await folder.OpenAsync(cancellationToken);
        var parent = withParent ? await folder.NewestAsync(repository, name, cancellationToken) : null;
        var staging = Directory.CreateDirectory(Path.Combine(folder.Staging, runId)).FullName;
        var result = await run(
            new BackupRequest
            {
                Target = new RunTarget(repository, timestamp, name, runId, staging),
                Source = folder.Source,
                Sink = folder.Sink,
                ParentSnapshot = parent?.Snapshot,
            },
            cancellationToken);
        Directory.Delete(staging, recursive: true);
        await CommitAsync(folder, repository, name, timestamp, runId, started, result, cancellationToken);
    }

    private static async Task CommitAsync(
        RepositoryFolder folder, Repository repository, ComponentName name, string timestamp, string runId, DateTimeOffset started,
        BackupResult result, CancellationToken cancellationToken)
    {
        var manifest = new Manifest
        {
            RepositoryId = repository.Id,
            Namespace = RepositoryFolder.Namespace,
            Timestamp = timestamp,
            StartedAt = started,
            FinishedAt = TimeProvider.System.GetUtcNow(),
            Components =
            [
                new ManifestComponent
                {
                    Component = name,
                    Run = runId,
                    Snapshot = result.SnapshotKey,
                    Size = result.Size,
                    Sha256 = Convert.ToHexStringLower(result.Sha256.Span),
                    CapturedAt = started,
                    Stats = new ComponentStats
                    {
                        LogicalBytes = result.Stats.LogicalBytes,
                        AddedBytes = result.Stats.AddedBytes,
                        StoredBytes = result.Stats.StoredBytes,
                        Files = result.Stats.Files,
                    },
                },
            ],
        };
        await folder.Store.PutIfAbsentAsync(manifest.ObjectKey, manifest.ToJson(), cancellationToken);
        foreach (var problem in result.ReuseProblems)
        {
            Console.Error.WriteLine($"stored anew: {problem.Message}");
        }

        Console.Error.WriteLine(result.Stats);
    }
}
