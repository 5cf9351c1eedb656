namespace Holdfast.Engine.Restore;

/// <summary>How far a restore is. Counts up while it goes on and may be read at any time.</summary>
public sealed class RestoreCounters
{
    private long _entries;
    private long _writtenBytes;
    private long _checkedEntries;
    private long _checkedBytes;
    private long _fetchedPacks;
    private long _reusedBytes;

    /// <summary>Entries of the catalog that were planned so far.</summary>
    public long Entries => Interlocked.Read(ref _entries);

    /// <summary>Content written so far.</summary>
    public long WrittenBytes => Interlocked.Read(ref _writtenBytes);

    /// <summary>Of these, content that was taken from the local tree instead of being fetched.</summary>
    public long ReusedBytes => Interlocked.Read(ref _reusedBytes);

    /// <summary>Entries that were compared with the catalog after they were written.</summary>
    public long CheckedEntries => Interlocked.Read(ref _checkedEntries);

    /// <summary>Content that was read back and compared with its hash.</summary>
    public long CheckedBytes => Interlocked.Read(ref _checkedBytes);

    /// <summary>Data packs fetched; each at most once.</summary>
    public long FetchedPacks => Interlocked.Read(ref _fetchedPacks);

    internal void AddEntries(int count) => Interlocked.Add(ref _entries, count);

    internal void AddWritten(long bytes) => Interlocked.Add(ref _writtenBytes, bytes);

    internal void AddReused(long bytes) => Interlocked.Add(ref _reusedBytes, bytes);

    internal void AddFetched() => Interlocked.Increment(ref _fetchedPacks);

    internal void AddChecked(long bytes)
    {
        Interlocked.Increment(ref _checkedEntries);
        Interlocked.Add(ref _checkedBytes, bytes);
    }
}
