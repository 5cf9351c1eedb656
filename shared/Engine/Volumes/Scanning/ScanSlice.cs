using System.Runtime.ExceptionServices;

using Holdfast.Engine.Catalogs;

namespace Holdfast.Engine.Volumes.Scanning;

/// <summary>The unit of work of a scan: up to <see cref="MaxEntries"/> neighbouring names of one directory, inspected by one worker.</summary>
internal sealed class ScanSlice
{
    /// <summary>Small enough that a large directory occupies several workers, large enough that opening it again does not show.</summary>
    internal const int MaxEntries = 256;

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A directory that is still to be listed.</summary>
    internal ScanSlice(EntryPath directory)
    {
        Directory = directory;
        Key = directory;
    }

    /// <summary>The names from <paramref name="start"/> on of a listed directory.</summary>
    internal ScanSlice(EntryPath directory, DirectoryListing listing, int start)
    {
        Directory = directory;
        Listing = listing;
        Start = start;
        Key = directory.Child(listing.Name(start));
    }

    internal EntryPath Directory { get; }

    /// <summary>Where the slice stands in catalog order.</summary>
    internal EntryPath Key { get; }

    /// <summary>Null until the directory is listed.</summary>
    internal DirectoryListing? Listing { get; set; }

    internal int Start { get; }

    /// <summary>The first slice of a directory, which lists it.</summary>
    internal bool IsFirst => Start == 0;

    /// <summary>Whether a worker has it; guarded by the queue.</summary>
    internal bool IsTaken { get; set; }

    internal Task Done => _done.Task;

    internal ScannedEntry[] Entries { get; set; } = [];

    internal int Count { get; set; }

    /// <summary>The directories among the entries that are walked, with their place in <see cref="Entries"/>, ascending.</summary>
    internal List<(int Index, ScanSlice Slice)> Directories { get; } = [];

    /// <summary>The names after these; null at the end of the directory.</summary>
    internal ScanSlice? Next { get; set; }

    internal List<EntryPath> MountPoints { get; } = [];

    internal List<(EntryPath Path, VolumeException Error)> Unreadable { get; } = [];

    internal int Vanished { get; set; }

    internal int Excluded { get; set; }

    /// <summary>What ends the scan, such as memory running out.</summary>
    internal ExceptionDispatchInfo? Failure { get; set; }

    internal void Complete() => _done.TrySetResult();
}
