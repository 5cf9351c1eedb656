namespace Holdfast.Engine.Volumes.Scanning;

/// <summary>The entries that are handed out next, and what is told along with them.</summary>
internal sealed class ScanBatch(ScanOptions options)
{
    private ScannedEntry[] _entries = new ScannedEntry[options.BatchSize];
    private int _count;

    internal bool IsEmpty => _count == 0;

    internal bool IsFull => _count == _entries.Length;

    internal void Add(ScannedEntry entry) => _entries[_count++] = entry;

    internal ScannedEntry[] Take()
    {
        var taken = _entries;
        Array.Resize(ref taken, _count);
        options.Counts.AddEntries(_count);
        _entries = new ScannedEntry[options.BatchSize];
        _count = 0;
        return taken;
    }

    /// <summary>Counts and reports what a finished slice met besides its entries.</summary>
    /// <exception cref="VolumeException">Something cannot be read and nobody wants to be told.</exception>
    internal void Account(ScanSlice slice)
    {
        slice.Failure?.Throw();
        options.Counts.AddVanished(slice.Vanished);
        options.Counts.AddExcluded(slice.Excluded);
        foreach (var path in slice.MountPoints)
        {
            options.Counts.AddMountPoint();
            options.OnMountPoint?.Invoke(path);
        }

        foreach (var (path, error) in slice.Unreadable)
        {
            options.Counts.AddUnreadable();
            if (options.OnUnreadable is not { } report)
            {
                throw error;
            }

            report(path, error);
        }
    }
}
