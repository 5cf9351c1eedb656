using System.Threading.Channels;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Snapshots;
using Holdfast.Engine.Volumes;

namespace Holdfast.Engine.Backup;

/// <summary>Decides for each entry of the walk what has to be read, and puts small files together into groups. One caller at a time.</summary>
internal sealed class VolumePlanner(
    VolumeRoot root,
    BackupRun run,
    BackupRequest request,
    IReadOnlyList<ReusableCatalog> earlierCatalogs,
    VolumeFileReader files,
    ChannelWriter<Func<CancellationToken, Task>> reads)
{
    private const int GroupFiles = 4096;

    // The catalog waits for the files of an open group: it must be closed before that wait fills the channel of entries.
    private const int GroupSpan = 8192;

    private readonly BackupOptions _options = request.Options;
    private readonly BackupCounters _counters = request.Counters;
    private readonly UnchangedRule _unchanged = new(run.Earlier, request.Options, request.Target.RunId);
    private readonly Dictionary<(ulong Device, ulong Inode), EntryPath> _linked = [];
    private FileGroup? _group;
    private int _groupSpan;

    /// <summary>The entries of the batch on their way; what has to be read for them is queued.</summary>
    public async ValueTask<IReadOnlyList<PendingEntry>> PlanAsync(ScannedEntry[] batch, CancellationToken cancellationToken)
    {
        var pending = new List<PendingEntry>(batch.Length);
        foreach (var scanned in batch)
        {
            var entry = scanned.Metadata.Kind == EntryKind.File
                ? await PlanFileAsync(scanned, cancellationToken)
                : await PlanOtherAsync(scanned);
            if (entry is not null)
            {
                pending.Add(entry);
            }
        }

        _groupSpan += batch.Length;
        if (_groupSpan >= GroupSpan)
        {
            await CloseGroupAsync(cancellationToken);
        }

        return pending;
    }

    /// <summary>Queues the files of the open group.</summary>
    public async ValueTask CloseGroupAsync(CancellationToken cancellationToken)
    {
        if (_group is { } group)
        {
            _group = null;
            await reads.WriteAsync(stop => files.ReadGroupAsync(group, stop), cancellationToken);
        }

        _groupSpan = 0;
    }

    private async ValueTask<PendingEntry> PlanFileAsync(ScannedEntry scanned, CancellationToken cancellationToken)
    {
        if (scanned.Links > 1 && !_linked.TryAdd((scanned.Device, scanned.Metadata.Inode), scanned.Path))
        {
            _counters.AddFile(0, unchanged: true);
            return HardLink(scanned, _linked[(scanned.Device, scanned.Metadata.Inode)]);
        }

        var (earlier, isUnchanged) = await FindEarlierAsync(scanned);
        _counters.AddFile(scanned.Metadata.Size, isUnchanged);
        if (isUnchanged)
        {
            return new PendingEntry { Path = scanned.Path, Ready = earlier };
        }

        var entry = new PendingEntry { Path = scanned.Path, Scanned = scanned, Earlier = earlier };
        if (scanned.Metadata.Size <= _options.SmallFileLimit)
        {
            _group ??= new FileGroup();
            _group.Add(entry);
            if (IsGroupFull(_group, scanned.Path))
            {
                await CloseGroupAsync(cancellationToken);
            }
        }
        else
        {
            var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            entry.Read = read.Task;
            await reads.WriteAsync(
                async stop =>
                {
                    await files.ReadLargeAsync(entry, stop);
                    read.SetResult();
                },
                cancellationToken);
        }

        return entry;
    }

    private async ValueTask<PendingEntry?> PlanOtherAsync(ScannedEntry scanned)
    {
        var kind = scanned.Metadata.Kind;
        if (kind == EntryKind.Socket)
        {
            run.Issues.Add(new SnapshotIssue(scanned.Path.ToString(), IssueKind.Socket));
            return null;
        }

        CatalogEntry? same = null;
        foreach (var catalog in earlierCatalogs)
        {
            var found = await catalog.FindAsync(scanned.Path);
            same ??= found is not null && found.Metadata == scanned.Metadata ? found : null;
        }

        if (kind == EntryKind.Directory)
        {
            _counters.AddDirectory();
        }
        else
        {
            _counters.AddOther();
        }

        return same is not null ? new PendingEntry { Path = scanned.Path, Ready = same } : ReadOther(scanned);
    }

    private PendingEntry? ReadOther(ScannedEntry scanned)
    {
        byte[]? target = null;
        IReadOnlyList<ExtendedAttribute> attributes = [];
        try
        {
            target = scanned.Metadata.Kind == EntryKind.Symlink ? root.ReadLink(scanned.Path) : null;
            attributes = root.ReadAttributes(scanned.Path);
        }
        catch (VolumeException failure) when (UnreadableFile.MayGoOn(failure, _options))
        {
            run.Issues.Add(UnreadableFile.Issue(scanned.Path, failure));
            if (scanned.Metadata.Kind != EntryKind.Directory)
            {
                return null;
            }
        }

        var entry = new CatalogEntry { Path = scanned.Path, Metadata = scanned.Metadata, LinkTarget = target, Attributes = attributes };
        return new PendingEntry { Path = scanned.Path, Ready = entry };
    }

    private async ValueTask<(CatalogEntry? Earlier, bool IsUnchanged)> FindEarlierAsync(ScannedEntry scanned)
    {
        CatalogEntry? best = null;
        var isUnchanged = false;
        foreach (var catalog in earlierCatalogs)
        {
            var found = await catalog.FindAsync(scanned.Path);
            if (!isUnchanged && found is not null && run.Earlier.IsUsable(found))
            {
                isUnchanged = _unchanged.Holds(found, scanned, catalog.ScannedFrom);
                best = isUnchanged ? found : best ?? found;
            }
        }

        return (best, isUnchanged);
    }

    private static PendingEntry HardLink(ScannedEntry scanned, EntryPath target) => new()
    {
        Path = scanned.Path,
        Scanned = scanned,
        Ready = new CatalogEntry
        {
            Path = scanned.Path,
            Metadata = new EntryMetadata { Kind = EntryKind.HardLink },
            LinkTarget = target.Bytes.ToArray(),
        },
    };

    // A group is closed near the average chunk length where a hash of the path says so, so that an added file moves few boundaries.
    private bool IsGroupFull(FileGroup group, EntryPath path)
    {
        var target = _options.ChunkSizes.Average;
        return group.Length >= 2 * target || group.Files.Count >= GroupFiles
            || (group.Length >= target / 2 && (PathHash.Of(path) & (group.Length >= target ? 3u : 31u)) == 0);
    }
}
