using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;

namespace Holdfast.Engine.Backup;

/// <summary>Looks entries up in an earlier run's catalog while a walk goes forward through the tree: memory of one catalog chunk.</summary>
/// <remarks>
/// What cannot be read ends the catalog early and is told in <see cref="Problem"/>: its files are then read from the source, and so
/// what was damaged is stored anew.
/// </remarks>
internal sealed class ReusableCatalog : IAsyncDisposable
{
    private readonly IAsyncEnumerator<IReadOnlyList<CatalogEntry>> _chunks;
    private IReadOnlyList<CatalogEntry> _entries = [];
    private int _next;
    private bool _ended;

    public ReusableCatalog(IReusableRun run, CancellationToken cancellationToken)
    {
        _chunks = run.ReadEntriesAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        ScannedFrom = run.ScannedFrom;
    }

    public FileTime ScannedFrom { get; }

    /// <summary>Why the catalog ended early; null when it did not.</summary>
    public Exception? Problem { get; private set; }

    /// <summary>The entry with this path, or null. Paths are to be asked for in catalog order.</summary>
    public async ValueTask<CatalogEntry?> FindAsync(EntryPath path)
    {
        while (true)
        {
            for (; _next < _entries.Count; _next++)
            {
                var order = _entries[_next].Path.CompareTo(path);
                if (order >= 0)
                {
                    return order == 0 ? _entries[_next] : null;
                }
            }

            if (_ended || !await AdvanceAsync())
            {
                return null;
            }
        }
    }

    public ValueTask DisposeAsync() => _chunks.DisposeAsync();

    private async ValueTask<bool> AdvanceAsync()
    {
        try
        {
            _ended = !await _chunks.MoveNextAsync();
        }
        catch (Exception problem) when (IsDamage(problem))
        {
            Problem = problem;
            _ended = true;
        }

        if (_ended)
        {
            return false;
        }

        _entries = _chunks.Current;
        _next = 0;
        return true;
    }

    /// <summary>Whether an earlier run cannot be used for what it is, as opposed to a store that cannot be reached.</summary>
    internal static bool IsDamage(Exception problem) =>
        problem is DamagedPackException or CatalogFormatException or ObjectNotFoundException or Repositories.RepositoryRefusedException;
}
