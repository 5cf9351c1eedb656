using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Volumes;

namespace Holdfast.Engine.Restore;

/// <summary>First reading of the catalog: makes directories and the places of large files, and notes what is to be written where.</summary>
internal sealed class RestorePlan
{
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<PackReference> _packs = [];
    private readonly TreeWriter _tree;
    private readonly SpillingSorter _steps;
    private readonly MissingParents _parents;

    public RestorePlan(TreeWriter tree, SpillingSorter steps)
    {
        _tree = tree;
        _steps = steps;
        _parents = new MissingParents(tree);
    }

    /// <summary>The packs that hold what is to be written, by the number they have in the steps.</summary>
    public IReadOnlyList<PackReference> Packs => _packs;

    public void Add(CatalogEntry entry)
    {
        _parents.Before(entry);
        if (entry.Metadata.Kind == EntryKind.Directory)
        {
            if (!entry.Path.IsRoot)
            {
                _tree.CreateDirectory(entry.Path);
            }
        }
        else if (entry.Metadata.Kind == EntryKind.File)
        {
            AddFile(entry);
        }
    }

    private void AddFile(CatalogEntry entry)
    {
        if (entry.Content is [{ Chunk: not null } only])
        {
            Add(entry, only, 0, isWhole: true);
            return;
        }

        _tree.CreateFile(entry.Path, entry.Metadata.Size).Dispose();
        long at = 0;
        foreach (var part in entry.Content)
        {
            if (!part.IsHole)
            {
                Add(entry, part, at, isWhole: false);
            }

            at += part.Length;
        }
    }

    private void Add(CatalogEntry entry, ContentPart part, long at, bool isWhole)
    {
        var chunk = part.Chunk!;
        if (!_numbers.TryGetValue(chunk.Pack.Key, out var pack))
        {
            _numbers.Add(chunk.Pack.Key, pack = _packs.Count);
            _packs.Add(chunk.Pack);
        }

        var step = new RestoreStep(
            pack,
            chunk.Offset,
            chunk.Stored,
            chunk.Id,
            chunk.Size,
            part.Offset,
            (int)part.Length,
            at,
            entry.Path,
            isWhole ? entry.Metadata : null,
            isWhole ? entry.Attributes : []);
        _steps.Add(step.SortKey, step.ToBytes());
    }
}
