using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Volumes;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Restore;

/// <summary>First reading of the catalog: makes directories and the places of large files, and notes what is to be written where.</summary>
internal sealed class RestorePlan
{
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<PackReference> _packs = [];
    private readonly TreeWriter _tree;
    private readonly SpillingSorter _steps;
    private readonly MissingParents _parents;
    private readonly LocalFiles? _local;
    private readonly RestoreOptions _options;
    private readonly Lock _lock = new();

    /// <param name="tree">What is built.</param>
    /// <param name="steps">Gets what is to be fetched and written.</param>
    /// <param name="local">Where some of it may be taken from instead; null for nowhere.</param>
    /// <param name="options">How many files are copied at once.</param>
    public RestorePlan(TreeWriter tree, SpillingSorter steps, LocalFiles? local, RestoreOptions options)
    {
        _tree = tree;
        _steps = steps;
        _local = local;
        _options = options;
        _parents = new MissingParents(tree);
    }

    /// <summary>The packs that hold what is to be written, by the number they have in the steps.</summary>
    public IReadOnlyList<PackReference> Packs => _packs;

    /// <summary>Takes the next entries of the catalog.</summary>
    public async Task AddAsync(IReadOnlyList<CatalogEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            _parents.Before(entry);
            if (entry.Metadata.Kind == EntryKind.Directory && !entry.Path.IsRoot)
            {
                _tree.CreateDirectory(entry.Path);
            }
        }

        var files = entries.Where(entry => entry.Metadata.Kind == EntryKind.File);
        if (_local is null)
        {
            foreach (var file in files)
            {
                AddFile(file, local: null);
            }

            return;
        }

        await Parallel.ForEachAsync(
            files,
            new ParallelOptions { MaxDegreeOfParallelism = _options.Workers, CancellationToken = cancellationToken },
            (file, _) =>
            {
                using var local = file.Content.Count > 0 ? _local.Open(file) : null;
                AddFile(file, local);
                return ValueTask.CompletedTask;
            });
    }

    private void AddFile(CatalogEntry entry, SafeFileHandle? local)
    {
        if (entry.Content is [{ Chunk: not null } only])
        {
            if (local is null || !_local!.TryWriteWhole(local, entry))
            {
                Add(entry, only, 0, isWhole: true);
            }

            return;
        }

        using var file = _tree.CreateFile(entry.Path, entry.Metadata.Size);
        long at = 0;
        foreach (var part in entry.Content)
        {
            if (!part.IsHole && (local is null || !_local!.TryWritePart(local, entry, part, at, file)))
            {
                Add(entry, part, at, isWhole: false);
            }

            at += part.Length;
        }
    }

    private void Add(CatalogEntry entry, ContentPart part, long at, bool isWhole)
    {
        var chunk = part.Chunk!;
        using var alone = _lock.EnterScope();
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
