using System.Runtime.ExceptionServices;

namespace Holdfast.Engine.Volumes.Scanning;

/// <summary>The threads that list and inspect. They block in system calls and therefore are not the thread pool's.</summary>
internal sealed class ScanWorkers(SliceQueue queue, SliceInspection inspection)
{
    /// <summary>The kernel fills at most this much of a listing at a time, in bytes.</summary>
    private const int BufferSize = 64 * 1024;

    /// <summary>Starts the threads; the task completes when the queue has been stopped and all of them have ended.</summary>
    internal Task RunAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ =>
        Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

    private void Work()
    {
        var buffer = new byte[BufferSize];
        while (queue.Take() is { } slice)
        {
#pragma warning disable CA1031 // Whatever goes wrong is thrown where the slice is consumed.
            try
            {
                Fill(slice, buffer);
            }
            catch (Exception e)
            {
                slice.Failure = ExceptionDispatchInfo.Capture(e);
            }
#pragma warning restore CA1031

            queue.Finished(slice);
        }
    }

    private void Fill(ScanSlice slice, byte[] buffer)
    {
        var directory = inspection.Begin(slice, buffer);
        if (directory < 0)
        {
            return;
        }

        // The next slice is given out before this one is inspected, so that a large directory occupies several workers.
        queue.Began(slice);
        inspection.Inspect(slice, directory);
    }
}
