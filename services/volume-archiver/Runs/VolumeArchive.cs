using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Engine.Backup;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Volumes;
using Holdfast.Engine.Volumes.Directories;
using Holdfast.Hosting.Runs;
using Holdfast.StoreAccess;
using Holdfast.VolumeArchiver.Restores;
using Microsoft.Extensions.Logging;

namespace Holdfast.VolumeArchiver.Runs;

/// <summary>Backs up one volume.</summary>
internal sealed partial class VolumeArchive(
    ConfiguredVolumes volumes, VolumeArchiverOptions options, IRepositories repositories, TimeProvider clock, ILogger<VolumeArchive> logger)
{
    public async Task<ComponentCompleted> RunAsync(ArchiveVolume command, Run run, CancellationToken cancellationToken)
    {
        var path = volumes.PathOf(run.Component);
        using var root = VolumeRoot.Open(path);
        ThrowIfHalfSwapped(path);
        using var repository = await repositories.OpenAsync(command.Namespace, run, cancellationToken);
        var counters = new BackupCounters();
        var capturedAt = clock.GetUtcNow();
        var request = Request(command, run, repository, counters);
        BackupResult result;
        await using (new ProgressReport(clock, () => run.Report(counters.LogicalBytes, totalBytes: null, counters.Files)))
        {
            result = await VolumeBackup.RunAsync(request, root, cancellationToken);
        }

        await JudgeEmptinessAsync(command, path, repository, result.Stats, cancellationToken);
        Log(run.Component, result);
        return new ComponentCompleted
        {
            OperationId = run.OperationId,
            Namespace = run.Namespace,
            Component = run.Component,
            RunId = run.RunId,
            Snapshot = new ComponentSnapshot
            {
                Component = run.Component,
                SnapshotKey = result.SnapshotKey,
                SnapshotSha256 = Convert.ToHexStringLower(result.Sha256.Span),
                CapturedAt = capturedAt,
                Size = new SnapshotSize
                {
                    LogicalBytes = result.Stats.LogicalBytes,
                    AddedBytes = result.Stats.AddedBytes,
                    StoredBytes = result.Stats.StoredBytes,
                    Files = result.Stats.Files,
                    TornFiles = result.Issues.Count(issue => issue.What is IssueKind.Changed or IssueKind.Vanished),
                    SkippedFiles = result.Issues.Count(issue => issue.What is IssueKind.Unreadable),
                },
            },
        };
    }

    private BackupRequest Request(ArchiveVolume command, Run run, OpenRepository repository, BackupCounters counters) => new()
    {
        Target = new RunTarget(
            repository.Repository, command.Timestamp, ComponentName.Volume(command.Component.Name), RunId.From(run.RunId), repository.StagingFolder),
        Source = repository.Source,
        Sink = repository.Sink,
        Space = repository.Space,
        ParentSnapshot = command.ParentSnapshotKey,
        InterruptedRuns = repository.InterruptedRuns,
        DamagedPacks = repository.DamagedPacks,
        Options = new BackupOptions
        {
            Excludes = entry => entry.Bytes.SequenceEqual(RestoreArea.Folder),
            SkipUnreadable = options.UnreadableFiles == WhenInDoubt.Warn,
            Readers = options.Readers,
        },
        Time = clock,
        Counters = counters,
    };

    /// <summary>Between two trees a volume holds parts of both: no backup of that may be called a success.</summary>
    private static void ThrowIfHalfSwapped(string path)
    {
        using var root = OpenDirectory.Open(path);
        foreach (var operation in RestoreArea.Operations(root))
        {
            if (RestoreArea.PhaseOf(root, operation).IsHalfWay())
            {
                throw new RunFailedException(
                    $"'{path}' is in the middle of the restore {operation}: some of its entries are in '.holdfast/{operation}'. Let that restore end, or roll it back, before a backup.",
                    retryable: false);
            }
        }
    }

    /// <summary>A volume that is not mounted looks like an empty one, and must not become a backup of nothing.</summary>
    private async Task JudgeEmptinessAsync(
        ArchiveVolume command, string path, OpenRepository repository, SnapshotStats stats, CancellationToken cancellationToken)
    {
        if (stats.Files + stats.OtherEntries > 0 || command.ParentSnapshotKey is not { } key)
        {
            return;
        }

        var before = await SnapshotReader.OpenAsync(repository.Source, repository.Repository, key, cancellationToken);
        if (before.Body.Stats.Files == 0)
        {
            return;
        }

        if (options.EmptiedVolumes == WhenInDoubt.Fail)
        {
            throw new RunFailedException(
                $"Volume '{command.Component.Name}': '{path}' holds no file, but its last backup has {before.Body.Stats.Files}. Check that the volume is mounted; "
                + "if it was emptied on purpose, set VolumeArchiver:EmptiedVolumes to warn for one backup.",
                retryable: false);
        }

        LogEmptied(command.Component.ToString(), path);
    }

    private void Log(ComponentId component, BackupResult result)
    {
        if (result.IssueCount > 0)
        {
            LogIssues(
                component.ToString(),
                result.IssueCount,
                string.Join("; ", result.Issues.Take(10).Select(issue => $"{issue.What} '{issue.Path}' {issue.Detail}".TrimEnd())));
        }

        foreach (var problem in result.ReuseProblems)
        {
            LogReuseProblem(component.ToString(), problem.Message);
        }
    }
}
