namespace Holdfast.Engine.Volumes.Scanning;

/// <summary>How far the consumer has come in a slice.</summary>
internal sealed class SliceCursor(ScanSlice slice)
{
    private int _entry;
    private int _directory;

    /// <summary>Whether every entry is handed out and every directory entered.</summary>
    internal bool IsAtEnd => _entry == slice.Count && _directory == slice.Directories.Count;

    /// <summary>What follows in the same directory.</summary>
    internal ScanSlice? Next => slice.Next;

    /// <summary>Moves entries into the batch until it is full or a directory is to be entered.</summary>
    /// <returns>The directory to enter now; null when there is none yet.</returns>
    internal ScanSlice? Fill(ScanBatch batch)
    {
        while (true)
        {
            if (_directory < slice.Directories.Count && slice.Directories[_directory].Index < _entry)
            {
                return slice.Directories[_directory++].Slice;
            }

            if (_entry == slice.Count || batch.IsFull)
            {
                return null;
            }

            batch.Add(slice.Entries[_entry++]);
        }
    }
}
