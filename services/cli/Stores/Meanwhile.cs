using Holdfast.Cli.Output;
using Holdfast.Engine.Restore;

namespace Holdfast.Cli.Stores;

/// <summary>Tells how far a long extraction is.</summary>
internal static class Meanwhile
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public static async Task TellAsync(Report report, RestoreCounters counters, long total, Task work)
    {
        using var timer = new PeriodicTimer(Interval, TimeProvider.System);
        var next = timer.WaitForNextTickAsync().AsTask();
        while (await Task.WhenAny(work, next) == next)
        {
            report.Note($"{Quantity.Bytes(counters.WrittenBytes)} of {Quantity.Bytes(total)}");
            next = timer.WaitForNextTickAsync().AsTask();
        }

        await work;
    }

    public static async Task<T> TellAsync<T>(Report report, RestoreCounters counters, long total, Task<T> work)
    {
        await TellAsync(report, counters, total, (Task)work);
        return await work;
    }
}
