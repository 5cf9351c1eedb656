using System.Diagnostics;

namespace Holdfast.TestServers.Conditions;

/// <summary>Waits until something becomes true, as short as possible and no longer than a limit.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <exception cref="TimeoutException">It did not become true within a minute.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var since = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(since) > Limit)
            {
                throw new TimeoutException($"Not within {Limit.TotalSeconds} s: {what}");
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    /// <exception cref="TimeoutException">It did not become true within a minute.</exception>
    public static Task TrueAsync(Func<bool> condition, string what) =>
        TrueAsync(() => Task.FromResult(condition()), what);
}
