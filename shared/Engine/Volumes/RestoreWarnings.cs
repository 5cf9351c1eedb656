using System.Collections.Concurrent;

using Holdfast.Engine.Catalogs;

namespace Holdfast.Engine.Volumes;

/// <summary>The ways in which a restored tree differs from the saved one: all are counted, the first <see cref="Kept"/> are kept.</summary>
public sealed class RestoreWarnings
{
    /// <summary>How many warnings are kept.</summary>
    public const int Kept = 1000;

    private readonly ConcurrentQueue<RestoreWarning> _first = new();
    private long _count;

    /// <summary>How many there were in all.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The first of them.</summary>
    public IReadOnlyCollection<RestoreWarning> First => _first;

    internal void Add(EntryPath path, string message)
    {
        if (Interlocked.Increment(ref _count) <= Kept)
        {
            _first.Enqueue(new RestoreWarning(path, message));
        }
    }
}
