using System.Diagnostics.CodeAnalysis;

namespace Holdfast.Engine.Backup;

/// <summary>
/// Small files of this run by their SHA-256, so that copies of a file are stored once. It forgets the oldest: memory does not grow with
/// the number of files. Safe for concurrent use.
/// </summary>
internal sealed class RecentFiles
{
    // Two generations of about 5 MiB each.
    private const int Generation = 64 << 10;

    private readonly Lock _lock = new();
    private Dictionary<Chunks.ChunkId, PendingPart> _young = [];
    private Dictionary<Chunks.ChunkId, PendingPart> _old = [];

    public bool TryGet(Chunks.ChunkId sha256, [NotNullWhen(true)] out PendingPart? part)
    {
        lock (_lock)
        {
            part = _young.TryGetValue(sha256, out var found) || _old.TryGetValue(sha256, out found) ? found : null;
            return part is not null;
        }
    }

    public void Add(Chunks.ChunkId sha256, PendingPart part)
    {
        lock (_lock)
        {
            if (_young.Count >= Generation)
            {
                (_young, _old) = (_old, _young);
                _young.Clear();
            }

            _young[sha256] = part;
        }
    }
}
