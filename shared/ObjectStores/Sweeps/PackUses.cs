namespace Holdfast.ObjectStores.Sweeps;

/// <summary>How many snapshots need each pack, so that it can be told for one backup what it alone needs, without looking through the others.</summary>
internal sealed class PackUses
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string[]> _backups = [];
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>Timestamps of the backups that are counted.</summary>
    public IReadOnlyCollection<string> Backups => _backups.Keys;

    public bool Has(string timestamp) => _backups.ContainsKey(timestamp);

    /// <summary>Counts a backup, once for each of its snapshots that needs a pack.</summary>
    public void Add(string timestamp, IEnumerable<string> packs)
    {
        lock (_lock)
        {
            Remove(timestamp);
            foreach (var pack in _backups[timestamp] = [.. packs])
            {
                _counts[pack] = _counts.GetValueOrDefault(pack) + 1;
            }
        }
    }

    /// <summary>Counts a backup no more.</summary>
    public void Remove(string timestamp)
    {
        lock (_lock)
        {
            if (!_backups.Remove(timestamp, out var packs))
            {
                return;
            }

            foreach (var pack in packs)
            {
                if (--_counts[pack] == 0)
                {
                    _counts.Remove(pack);
                }
            }
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _backups.Clear();
            _counts.Clear();
        }
    }

    /// <summary>Those of the packs that a backup other than this one needs.</summary>
    public IReadOnlyCollection<string> ByOthers(string timestamp, IEnumerable<string> packs)
    {
        lock (_lock)
        {
            var own = _backups.GetValueOrDefault(timestamp, []).CountBy(pack => pack).ToDictionary();
            return [.. packs.Where(pack => _counts.GetValueOrDefault(pack) > own.GetValueOrDefault(pack))];
        }
    }
}
