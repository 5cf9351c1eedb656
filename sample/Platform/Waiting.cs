using System.Diagnostics;

namespace Holdfast.Sample.Platform;

/// <summary>Waits for something, no longer than a limit.</summary>
internal static class Waiting
{
    private static readonly TimeSpan UsualPause = TimeSpan.FromMilliseconds(50);

    /// <param name="what">What is waited for, to follow "waited 60 s for".</param>
    /// <param name="limit">For how long.</param>
    /// <param name="look">Returns null as long as it is not there.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="pause">Between two looks; 50 ms when null.</param>
    /// <param name="share">A longer pause as time goes by: this share of the time waited so far.</param>
    /// <exception cref="SampleException">It did not come in time.</exception>
    public static async Task<T> ForAsync<T>(
        string what, TimeSpan limit, Func<Task<T?>> look, CancellationToken cancellationToken, TimeSpan? pause = null, double share = 0)
        where T : class
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            var waited = Stopwatch.GetElapsedTime(since);
            if (waited > limit)
            {
                throw new SampleException($"Waited {limit.TotalSeconds:0} s for {what}.");
            }

            var least = pause ?? UsualPause;
            await Task.Delay(waited * share > least ? waited * share : least, TimeProvider.System, cancellationToken);
        }
    }
}
