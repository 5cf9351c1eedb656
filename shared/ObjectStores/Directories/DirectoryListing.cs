using System.IO.Enumeration;
using Holdfast.Engine.Objects;

namespace Holdfast.ObjectStores.Directories;

/// <summary>Lists objects in key order, one directory in memory at a time for each level.</summary>
internal sealed class DirectoryListing(DirectoryLayout layout, DurableDirectories directories)
{
    private const string Action = "list";

    private static readonly EnumerationOptions _everything = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    public IEnumerable<ObjectInfo> Objects(string prefix, CancellationToken cancellationToken) =>
        WithSteadyRoot(() => Below(layout.DirectoryOf(prefix), prefix, cancellationToken));

    public IEnumerable<string> Prefixes(string prefix, CancellationToken cancellationToken)
    {
        var directory = layout.DirectoryOf(prefix);
        return WithSteadyRoot(() => Entries(directory)
            .Where(entry => entry.IsDirectory && HasObjects(Path.Join(directory, entry.Name), cancellationToken))
            .Select(entry => $"{prefix}{entry.Name}/"));
    }

    /// <summary>A listing during which the store is unmounted would find directories missing and take them for deleted ones.</summary>
    private IEnumerable<T> WithSteadyRoot<T>(Func<IEnumerable<T>> listing)
    {
        var before = directories.RequireRoot(Action, null);
        foreach (var item in listing())
        {
            yield return item;
        }

        if (directories.RequireRoot(Action, null).Identity != before.Identity)
        {
            throw new ObjectStoreException(
                $"The listing of '{layout.Root}' is not complete: another file system was mounted or unmounted there meanwhile.", true);
        }
    }

    private IEnumerable<ObjectInfo> Below(string directory, string prefix, CancellationToken cancellationToken)
    {
        foreach (var (name, isDirectory) in Entries(directory))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = Path.Join(directory, name);
            if (isDirectory)
            {
                foreach (var item in Below(path, $"{prefix}{name}/", cancellationToken))
                {
                    yield return item;
                }
            }
            else if (Object(path, prefix + name) is { } item)
            {
                yield return item;
            }
        }
    }

    /// <summary>Whether anything lies below a directory. What lies in it is looked at first: so a backup costs one look, for its manifest.</summary>
    private bool HasObjects(string directory, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var entries = Entries(directory);
        return entries.Exists(entry => !entry.IsDirectory && Object(Path.Join(directory, entry.Name), entry.Name) is not null)
            || entries.Exists(entry => entry.IsDirectory && HasObjects(Path.Join(directory, entry.Name), cancellationToken));
    }

    private static ObjectInfo? Object(string path, string key)
    {
        var number = FileFacts.OfName(path, out var facts);
        return number == Errno.NoEntry ? null
            : number != 0 ? throw DirectoryFailure.From(number, Action, path, key)
            : facts.IsRegular ? new ObjectInfo(key, facts.Length, facts.ModifiedAt)
            : throw Unexpected(path, "it is neither a file nor a directory");
    }

    private List<(string Name, bool IsDirectory)> Entries(string directory)
    {
        var number = FileFacts.OfTarget(directory, out var facts);
        if (number is Errno.NoEntry or Errno.NotDirectory || (number == 0 && !facts.IsDirectory))
        {
            return [];
        }

        try
        {
            var found = new FileSystemEnumerable<(string Name, bool IsDirectory)>(
                directory, (ref entry) => (entry.FileName.ToString(), IsRealDirectory(ref entry)), _everything)
                .Where(entry => !layout.IsForeign(directory, entry.Name))
                .ToList();
            RequireReachable(directory, found);
            // As keys are compared: the directory "a" stands for "a/…", which comes after "a-b".
            found.Sort((left, right) => ObjectKey.Compare(SortName(left), SortName(right)));
            return found;
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception failure) when (DirectoryFailure.IsFileFailure(failure))
        {
            throw DirectoryFailure.From(failure, Action, directory, null);
        }
    }

    /// <summary>.NET gives U+FFFD for what is not UTF-8. Such a name leads nowhere, and must not be taken for one deleted meanwhile.</summary>
    private static void RequireReachable(string directory, List<(string Name, bool IsDirectory)> entries)
    {
        foreach (var (name, _) in entries)
        {
            var path = Path.Join(directory, name);
            if (name.Contains('\uFFFD', StringComparison.Ordinal) && FileFacts.OfName(path, out _) == Errno.NoEntry)
            {
                throw Unexpected(path, "its name is not UTF-8");
            }
        }
    }

    private static bool IsRealDirectory(ref FileSystemEntry entry) =>
        entry.IsDirectory && (entry.Attributes & FileAttributes.ReparsePoint) == 0;

    private static string SortName((string Name, bool IsDirectory) entry) => entry.IsDirectory ? entry.Name + "/" : entry.Name;

    private static ObjectStoreException Unexpected(string path, string why) => new(
        $"Cannot list the store: '{path}' is not an object, {why}. Move it out of the store.", false);
}
