using System.Collections.Concurrent;

namespace Holdfast.ObjectStores.Directories;

/// <summary>Makes directories inside the store, and makes them and their entries durable.</summary>
/// <remarks>
/// A new directory is durable when its parent is synced, and that parent's entry when the grandparent is. What is known to be durable
/// is remembered by inode, because syncing an unchanged directory still costs a flush of the disk's cache.
/// </remarks>
internal sealed class DurableDirectories(DirectoryLayout layout)
{
    private readonly ConcurrentDictionary<string, (uint, uint, ulong)> _durable = new(StringComparer.Ordinal);

    /// <summary>Makes <paramref name="directory"/> and what is missing above it, but never the root: that may be an unmounted disk.</summary>
    public void Make(string directory, string action, string? key)
    {
        var number = FileCalls.MakeDirectory(directory);
        if (number == Errno.NoEntry && directory.Length > layout.Root.Length)
        {
            Make(DirectoryLayout.ParentOf(directory), action, key);
            number = FileCalls.MakeDirectory(directory);
        }

        // ENOENT again: a deletion removed the parent, empty as it was, in between. The caller's next step sees that and returns here.
        if (number is not (0 or Errno.Exists or Errno.NoEntry))
        {
            throw DirectoryFailure.From(number, action, directory, key);
        }
    }

    /// <summary>Throws unless the root is there.</summary>
    public FileFacts RequireRoot(string action, string? key)
    {
        var number = FileFacts.OfTarget(layout.Root, out var facts);
        return number == 0 && facts.IsDirectory
            ? facts
            : throw DirectoryFailure.From(number == 0 ? Errno.NotDirectory : number, action, layout.Root, key);
    }

    /// <summary>Makes the entries of <paramref name="directory"/> durable, and its own existence up to the root.</summary>
    public void Sync(string directory, string action, string? key)
    {
        var fresh = new List<(string Path, (uint, uint, ulong) Identity)>();
        for (var at = directory; ; at = DirectoryLayout.ParentOf(at))
        {
            var number = FileFacts.OfTarget(at, out var facts);
            number = number == 0 ? FileCalls.SyncDirectory(at) : number;
            if (number == Errno.NoEntry && at.Length > layout.Root.Length)
            {
                // Deleted meanwhile, with all it held; nothing is left to be made durable here.
                continue;
            }

            if (number != 0)
            {
                throw DirectoryFailure.From(number, action, at, key);
            }

            if (at.Length <= layout.Root.Length || (_durable.TryGetValue(at, out var known) && known == facts.Identity))
            {
                break;
            }

            fresh.Add((at, facts.Identity));
        }

        foreach (var (path, identity) in fresh)
        {
            _durable[path] = identity;
        }
    }

    /// <summary>Removes <paramref name="directory"/> and the directories above it, as far as they are empty. Never the root.</summary>
    public void RemoveEmpty(string directory, string action)
    {
        for (var at = directory; at.Length > layout.Root.Length; at = DirectoryLayout.ParentOf(at))
        {
            var number = FileCalls.RemoveDirectory(at);
            if (number is Errno.NotEmpty or Errno.Exists or Errno.Busy or Errno.NotDirectory)
            {
                return;
            }

            if (number is not (0 or Errno.NoEntry))
            {
                throw DirectoryFailure.From(number, action, at, null);
            }

            _durable.TryRemove(at, out _);
        }
    }
}
