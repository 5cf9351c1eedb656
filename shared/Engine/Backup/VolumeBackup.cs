using System.Threading.Channels;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Volumes;

namespace Holdfast.Engine.Backup;

/// <summary>Backs up a tree of files as a component.</summary>
/// <remarks>
/// <code>
/// VolumeScanner ─► VolumePlanner ─┬─ entries, in order ──────────────────────────► BackupRun.Entries
///    (ordered)   (compares with   └─ [channel] ─► readers ×n ─► BackupRun.Pipeline
///                 earlier runs)        groups of small files, large files
/// </code>
/// All channels are bounded; buffers come from a pool. Memory does not depend on the number of files, but for those with several names.
/// </remarks>
public static class VolumeBackup
{
    /// <summary>Walks the volume and stores what is new of it.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="root">The volume.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="VolumeException">Something cannot be read, and the options do not say to go on.</exception>
    public static async Task<BackupResult> RunAsync(BackupRequest request, VolumeRoot root, CancellationToken cancellationToken)
    {
        using var run = await BackupRun.StartAsync(request, cancellationToken);
        var files = new VolumeFileReader(root, run, request);
        var reads = Channel.CreateBounded<Func<CancellationToken, Task>>(2 * request.Options.Readers);
        return await run.RunAsync(
            [WalkAsync, .. Enumerable.Repeat(ReadAsync, request.Options.Readers)], ReadNowAsync, cancellationToken);

        async Task WalkAsync(CancellationToken stop)
        {
            var catalogs = run.Earlier.Runs.Select(earlier => new ReusableCatalog(earlier, stop)).ToList();
            var planner = new VolumePlanner(root, run, request, catalogs, files, reads.Writer);
            await foreach (var batch in VolumeScanner.ScanAsync(root, ScanOptions(request.Options, run.Issues), stop))
            {
                await run.Entries.WriteAsync(await planner.PlanAsync(batch, stop), stop);
            }

            await planner.CloseGroupAsync(stop);
            reads.Writer.Complete();
            run.Entries.Complete();
            foreach (var catalog in catalogs)
            {
                await catalog.DisposeAsync();
                if (catalog.Problem is { } problem)
                {
                    run.Earlier.Report(problem);
                }
            }
        }

        async Task ReadAsync(CancellationToken stop)
        {
            await foreach (var read in reads.Reader.ReadAllAsync(stop))
            {
                await read(stop);
            }
        }

        async Task ReadNowAsync(PendingEntry entry, CancellationToken stop)
        {
            entry.Ready = null;
            await files.ReadLargeAsync(entry, stop);
        }
    }

    private static ScanOptions ScanOptions(BackupOptions options, IssueList issues) => new()
    {
        Excludes = options.Excludes,
        OnMountPoint = path => issues.Add(new SnapshotIssue(path.ToString(), IssueKind.MountPoint)),
        OnUnreadable = options.SkipUnreadable
            ? (path, failure) => issues.Add(UnreadableFile.Issue(path, failure))
            : null,
    };
}
