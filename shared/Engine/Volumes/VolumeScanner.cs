using System.Runtime.CompilerServices;

using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Volumes.Scanning;

namespace Holdfast.Engine.Volumes;

/// <summary>Walks a volume in catalog order.</summary>
/// <remarks>
/// Workers list directories and inspect entries ahead of the caller, nearest first; the caller gets batches that are strictly
/// ascending by <see cref="EntryPath"/>, the root first. Memory depends on the look-ahead, the depth of the tree and the names of the
/// directories the caller is in, not on the number of files.
/// </remarks>
public static class VolumeScanner
{
    /// <summary>Walks the whole volume once.</summary>
    /// <param name="root">Has to stay open until the enumeration is disposed.</param>
    /// <param name="options">Used by one scan: it carries the counts.</param>
    /// <param name="cancellationToken">Ends the scan.</param>
    /// <exception cref="VolumeException">Something cannot be read and <see cref="ScanOptions.OnUnreadable"/> is not set.</exception>
    public static async IAsyncEnumerable<ScannedEntry[]> ScanAsync(
        VolumeRoot root, ScanOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Workers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Workers, 256);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LookAhead, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1);

        var start = root.Inspect(EntryPath.Root);
        var queue = new SliceQueue(options);
        var first = new ScanSlice(EntryPath.Root);
        queue.Add(first);
        var batch = new ScanBatch(options);
        batch.Add(start);
        var workers = new ScanWorkers(queue, new SliceInspection(root, start.Device, options)).RunAsync(options.Workers);
        try
        {
            var open = new Stack<SliceCursor>();
            for (var slice = first; slice is not null || open.Count > 0;)
            {
                if (slice is not null)
                {
                    if (!slice.Done.IsCompleted)
                    {
                        queue.Await(slice);
                        await slice.Done.WaitAsync(cancellationToken);
                    }

                    queue.Reached(slice);
                    batch.Account(slice);
                    open.Push(new SliceCursor(slice));
                }

                var cursor = open.Peek();
                slice = cursor.Fill(batch);
                if (batch.IsFull)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return batch.Take();
                }
                else if (slice is null && cursor.IsAtEnd)
                {
                    open.Pop();
                    slice = cursor.Next;
                }
            }

            if (!batch.IsEmpty)
            {
                yield return batch.Take();
            }
        }
        finally
        {
            queue.Stop();
            await workers;
        }
    }
}
