using System.Runtime.CompilerServices;

using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes.Native;

namespace Holdfast.Engine.Volumes.Scanning;

/// <summary>Fills slices from the file system: one system call an entry, relative to the open directory.</summary>
/// <param name="root">The volume.</param>
/// <param name="device">The file system the volume's root lies on.</param>
/// <param name="options">How the volume is walked.</param>
internal sealed unsafe class SliceInspection(VolumeRoot root, ulong device, ScanOptions options)
{
    /// <summary>Lists the directory if that is still to be done, and says what follows the slice.</summary>
    /// <param name="slice">Gets its listing and the slice after it.</param>
    /// <param name="buffer">For the kernel's records.</param>
    /// <returns>The open directory, to be handed to <see cref="Inspect"/>; negative when there is nothing to inspect.</returns>
    internal int Begin(ScanSlice slice, byte[] buffer)
    {
        var directory = root.OpenForReading(slice.Directory, OpenFlags.Directory);
        if (directory >= 0 && slice.Listing is null)
        {
            slice.Listing = DirectoryListing.Read(directory, buffer);
            if (slice.Listing is null)
            {
                Libc.CloseQuietly(directory);
                directory = -1;
            }
        }

        if (directory < 0)
        {
            Report(slice, slice.Directory, "list the directory");
            return directory;
        }

        var end = slice.Start + ScanSlice.MaxEntries;
        if (end < slice.Listing!.Count)
        {
            slice.Next = new ScanSlice(slice.Directory, slice.Listing, end);
        }

        return directory;
    }

    /// <summary>Inspects the entries of a slice, and closes the directory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Inspect(ScanSlice slice, int directory)
    {
        var listing = slice.Listing!;
        var end = Math.Min(slice.Start + ScanSlice.MaxEntries, listing.Count);
        slice.Entries = new ScannedEntry[end - slice.Start];
        StatxBuffer status;
        try
        {
            fixed (byte* names = listing.Bytes)
            {
                for (var i = slice.Start; i < end; i++)
                {
                    var path = slice.Directory.Child(listing.Name(i));
                    if (options.Excludes is { } excludes && excludes(path))
                    {
                        slice.Excluded++;
                    }
                    else if (Libc.Statx(directory, names + listing.Offset(i), &status) != 0)
                    {
                        Report(slice, path, "read the metadata of");
                    }
                    else
                    {
                        Add(slice, path, in status);
                    }
                }
            }
        }
        finally
        {
            Libc.CloseQuietly(directory);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(ScanSlice slice, EntryPath path, in StatxBuffer status)
    {
        var entry = status.Entry(path);
        if (entry.Metadata.Kind == EntryKind.Directory)
        {
            if (options.StayOnFileSystem && (entry.Device != device || status.IsMountRoot))
            {
                slice.MountPoints.Add(path);
            }
            else
            {
                slice.Directories.Add((slice.Count, new ScanSlice(path)));
            }
        }

        slice.Entries[slice.Count++] = entry;
    }

    private void Report(ScanSlice slice, EntryPath path, string operation)
    {
        var error = root.Failure(operation, path);
        if (error.IsVanished && !path.IsRoot)
        {
            slice.Vanished++;
        }
        else
        {
            slice.Unreadable.Add((path, error));
        }
    }
}
