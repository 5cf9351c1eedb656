namespace Holdfast.Engine.Volumes;

/// <summary>What a scan met so far. May be read while it runs.</summary>
public sealed class ScanCounts
{
    private long _entries;
    private long _vanished;
    private long _unreadable;
    private long _mountPoints;
    private long _excluded;
    private long _mostHeld;

    /// <summary>Entries handed out, the root among them.</summary>
    public long Entries => Interlocked.Read(ref _entries);

    /// <summary>Entries that were listed but gone when they were inspected, and directories gone before they were listed.</summary>
    public long Vanished => Interlocked.Read(ref _vanished);

    /// <summary>Entries that could not be inspected and directories that could not be listed.</summary>
    public long Unreadable => Interlocked.Read(ref _unreadable);

    /// <summary>Mount points whose content was left out.</summary>
    public long MountPoints => Interlocked.Read(ref _mountPoints);

    /// <summary>Entries left out by <see cref="ScanOptions.Excludes"/>, without what they hold.</summary>
    public long Excluded => Interlocked.Read(ref _excluded);

    /// <summary>The most inspected entries that stood ready ahead of the caller at one time.</summary>
    public long MostHeld => Interlocked.Read(ref _mostHeld);

    internal void AddEntries(int count) => Interlocked.Add(ref _entries, count);

    internal void AddVanished(int count) => Interlocked.Add(ref _vanished, count);

    internal void AddUnreadable() => Interlocked.Increment(ref _unreadable);

    internal void AddMountPoint() => Interlocked.Increment(ref _mountPoints);

    internal void AddExcluded(int count) => Interlocked.Add(ref _excluded, count);

    /// <summary>To be called by one thread at a time.</summary>
    internal void NoteHeld(long held)
    {
        if (held > _mostHeld)
        {
            Interlocked.Exchange(ref _mostHeld, held);
        }
    }
}
