using Holdfast.Engine.Volumes;

namespace Holdfast.Engine.Backup;

/// <summary>Reads the files of a volume for a run; any number at the same time.</summary>
internal sealed class VolumeFileReader
{
    private readonly SmallFileReader _small;
    private readonly LargeFileReader _large;
    private readonly BackupOptions _options;

    public VolumeFileReader(VolumeRoot root, BackupRun run, BackupRequest request)
    {
        _options = request.Options;
        _large = new LargeFileReader(root, run.Cutter);
        _small = new SmallFileReader(root, run.Pipeline, new RecentFiles(), _large, request.Options, request.Counters);
    }

    public Task ReadGroupAsync(FileGroup group, CancellationToken cancellationToken) => _small.ReadAsync(group, cancellationToken);

    /// <summary>Reads a file by itself, whatever its length.</summary>
    public async Task ReadLargeAsync(PendingEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await _large.ReadAsync(entry, cancellationToken);
        }
        catch (VolumeException failure) when (UnreadableFile.MayGoOn(failure, _options))
        {
            entry.Dropped = UnreadableFile.Issue(entry.Path, failure);
        }
    }
}
