using Holdfast.Engine.Backup;
using Holdfast.Engine.Catalogs;

namespace Holdfast.Engine.Restore;

/// <summary>Collects what a salvage loses; without salvage a loss is a failure. Safe for concurrent use.</summary>
internal sealed class LossList(bool salvage)
{
    private readonly Lock _lock = new();
    private readonly List<RestoreLoss> _losses = [];
    private readonly HashSet<EntryPath> _paths = [];

    public IReadOnlyList<RestoreLoss> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _losses];
            }
        }
    }

    /// <summary>Whether the restore goes on without what failed.</summary>
    public bool Accepts(Exception failure) => salvage && ReusableCatalog.IsDamage(failure);

    public void Add(EntryPath? path, long bytes, Exception reason)
    {
        lock (_lock)
        {
            _losses.Add(new RestoreLoss(path, bytes, reason.Message));
            if (path is { } known)
            {
                _paths.Add(known);
            }
        }
    }

    public bool Contains(EntryPath path)
    {
        lock (_lock)
        {
            return _paths.Contains(path);
        }
    }
}
