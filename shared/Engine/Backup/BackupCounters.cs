namespace Holdfast.Engine.Backup;

/// <summary>How far a run is. Counts up while it goes on and may be read at any time.</summary>
public sealed class BackupCounters
{
    private long _files;
    private long _directories;
    private long _others;
    private long _unchangedFiles;
    private long _logicalBytes;
    private long _readBytes;
    private long _addedBytes;
    private long _reusedBytes;
    private long _newChunks;
    private long _storedBytes;

    public long Files => Interlocked.Read(ref _files);

    public long Directories => Interlocked.Read(ref _directories);

    public long OtherEntries => Interlocked.Read(ref _others);

    public long UnchangedFiles => Interlocked.Read(ref _unchangedFiles);

    /// <summary>Content of the entries so far, read or not, in bytes.</summary>
    public long LogicalBytes => Interlocked.Read(ref _logicalBytes);

    public long ReadBytes => Interlocked.Read(ref _readBytes);

    public long AddedBytes => Interlocked.Read(ref _addedBytes);

    public long ReusedBytes => Interlocked.Read(ref _reusedBytes);

    public long NewChunks => Interlocked.Read(ref _newChunks);

    /// <summary>Bytes of the frames that went into packs.</summary>
    public long StoredBytes => Interlocked.Read(ref _storedBytes);

    internal void AddFile(long size, bool unchanged)
    {
        Interlocked.Increment(ref _files);
        Interlocked.Add(ref _logicalBytes, size);
        if (unchanged)
        {
            Interlocked.Increment(ref _unchangedFiles);
        }
    }

    internal void AddDirectory() => Interlocked.Increment(ref _directories);

    internal void AddOther() => Interlocked.Increment(ref _others);

    internal void AddLogical(long bytes) => Interlocked.Add(ref _logicalBytes, bytes);

    internal void AddRead(long bytes) => Interlocked.Add(ref _readBytes, bytes);

    internal void AddReused(long bytes) => Interlocked.Add(ref _reusedBytes, bytes);

    internal void AddNewChunk(int size, int stored)
    {
        Interlocked.Increment(ref _newChunks);
        Interlocked.Add(ref _addedBytes, size);
        Interlocked.Add(ref _storedBytes, stored);
    }
}
