using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes;

namespace Holdfast.Engine.Restore;

/// <summary>
/// Makes the directories whose own entries a salvage lost, so that what lies in them finds a place. Of a whole catalog there are none.
/// </summary>
internal sealed class MissingParents(TreeWriter tree)
{
    private readonly Stack<EntryPath> _directories = new([EntryPath.Root]);

    public void Before(CatalogEntry entry)
    {
        while (!IsAbove(_directories.Peek(), entry.Path))
        {
            _directories.Pop();
        }

        // Every step down to the entry's own directory that the catalog did not take.
        while (!entry.Path.IsRoot && !_directories.Peek().Bytes.SequenceEqual(entry.Path.Parent))
        {
            var known = _directories.Peek();
            var rest = entry.Path.Bytes[(known.IsRoot ? 0 : known.Bytes.Length + 1)..];
            var missing = known.Child(rest[..rest.IndexOf((byte)'/')]);
            tree.CreateDirectory(missing);
            _directories.Push(missing);
        }

        if (entry.Metadata.Kind == EntryKind.Directory && !entry.Path.IsRoot)
        {
            _directories.Push(entry.Path);
        }
    }

    private static bool IsAbove(EntryPath directory, EntryPath path) => directory.IsRoot
        || (path.Bytes.Length > directory.Bytes.Length && path.Bytes.StartsWith(directory.Bytes) && path.Bytes[directory.Bytes.Length] == '/');
}
