namespace Holdfast.Engine.Catalogs;

/// <summary>Checks that entries come in catalog order and that each lies in a directory that came before it.</summary>
/// <remarks>
/// A catalog that passes cannot lead a restore out of the volume: no entry lies behind a symbolic link, as what holds it is a
/// directory of the same catalog.
/// </remarks>
internal sealed class CatalogOrder
{
    private readonly Stack<EntryPath> _directories = new();
    private EntryPath? _last;
    private bool _isForgiving;

    /// <summary>From now on an entry may lie in a directory that did not come before it: that part of the catalog is lost.</summary>
    public void Forgive() => _isForgiving = true;

    /// <exception cref="CatalogFormatException">An entry is out of order or lies in no directory.</exception>
    public void Check(IReadOnlyList<CatalogEntry> entries)
    {
        foreach (var entry in entries)
        {
            Check(entry);
        }
    }

    private void Check(CatalogEntry entry)
    {
        if (_last is { } last && entry.Path <= last)
        {
            throw new CatalogFormatException($"'{entry.Path}' comes after '{last}'.");
        }

        _last = entry.Path;
        if (entry.Metadata.Kind == EntryKind.Stream || entry.Path.IsRoot)
        {
            if (entry.Path.IsRoot && entry.Metadata.Kind != EntryKind.Directory)
            {
                throw new CatalogFormatException("the root of the volume is not a directory.");
            }
        }
        else
        {
            while (_directories.Count > 0 && !_directories.Peek().Bytes.SequenceEqual(entry.Path.Parent))
            {
                _directories.Pop();
            }

            if (_directories.Count == 0 && !_isForgiving)
            {
                throw new CatalogFormatException($"'{entry.Path}' lies in no directory of the catalog.");
            }
        }

        if (entry.Metadata.Kind == EntryKind.Directory)
        {
            _directories.Push(entry.Path);
        }
    }
}
