using Holdfast.Engine.Catalogs;

namespace Holdfast.Engine.Volumes.Scanning;

/// <summary>Hands slices to the workers in catalog order, and holds them back when enough stands ready.</summary>
/// <remarks>
/// Two things are bounded: entries inspected but not yet reached by the consumer, and names listed in directories that it has not
/// entered. While the consumer waits for a slice that nobody has taken, slices are handed out all the same until that one is taken;
/// it is the first in catalog order of all that are queued, so nothing else goes out for it.
/// </remarks>
internal sealed class SliceQueue(ScanOptions options)
{
    /// <summary>Names listed ahead for each entry inspected ahead: a name takes about a tenth of the memory of an entry.</summary>
    private const int NamesPerEntry = 8;

    private readonly object _gate = new();
    private readonly PriorityQueue<ScanSlice, EntryPath> _queue = new();

    private ScanSlice? _awaited;
    private long _held;
    private long _namesAhead;
    private bool _isStopped;

    internal void Add(ScanSlice slice)
    {
        lock (_gate)
        {
            _queue.Enqueue(slice, slice.Key);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits for a slice that may be worked on; null when the scan is over.</summary>
    internal ScanSlice? Take()
    {
        lock (_gate)
        {
            while (!_isStopped)
            {
                if (_queue.TryPeek(out var first, out _) && MayTake(first))
                {
                    _held += ScanSlice.MaxEntries;
                    first.IsTaken = true;
                    return _queue.Dequeue();
                }

                Monitor.Wait(_gate);
            }

            return null;
        }
    }

    /// <summary>The names of <paramref name="slice"/> are known, and so is what follows it.</summary>
    internal void Began(ScanSlice slice)
    {
        lock (_gate)
        {
            _namesAhead += slice.IsFirst ? slice.Listing!.Count : 0;
            if (slice.Next is { } next)
            {
                _queue.Enqueue(next, next.Key);
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>A slice has been inspected, or has failed.</summary>
    internal void Finished(ScanSlice slice)
    {
        lock (_gate)
        {
            _held += slice.Count - ScanSlice.MaxEntries;
            options.Counts.NoteHeld(_held);
            foreach (var (_, directory) in slice.Directories)
            {
                _queue.Enqueue(directory, directory.Key);
            }

            Monitor.PulseAll(_gate);
        }

        slice.Complete();
    }

    /// <summary>The consumer waits for <paramref name="slice"/>.</summary>
    internal void Await(ScanSlice slice)
    {
        lock (_gate)
        {
            _awaited = slice;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The consumer has reached <paramref name="slice"/>, which is finished: it no longer counts as ahead.</summary>
    internal void Reached(ScanSlice slice)
    {
        lock (_gate)
        {
            _held -= slice.Count;
            _namesAhead -= slice.IsFirst ? slice.Listing?.Count ?? 0 : 0;
            Monitor.PulseAll(_gate);
        }
    }

    internal void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    private bool MayTake(ScanSlice slice) =>
        _awaited is { IsTaken: false }
        || (_held < options.LookAhead && (slice.Listing is not null || _namesAhead < (long)options.LookAhead * NamesPerEntry));
}
