using System.Diagnostics;
using Holdfast.Benchmarks.Processes;

namespace Holdfast.Benchmarks.Platforms;

/// <summary>Makes a call at a steady rate, whether the ones before were answered or not.</summary>
/// <remarks>A call counts from when it was due: one that waited for its turn is as late for its caller as one that was answered late.</remarks>
internal sealed class SteadyCalls(HttpClient client, string path, int perSecond)
{
    private readonly List<Task<double>> _calls = [];

    /// <summary>Calls until it is told to stop; then waits for what is on its way.</summary>
    /// <returns>How long each call took in seconds, ascending.</returns>
    public async Task<double[]> RunAsync(CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            while (_calls.Count < Stopwatch.GetElapsedTime(started).TotalSeconds * perSecond)
            {
                _calls.Add(CallAsync(started, TimeSpan.FromSeconds((double)_calls.Count / perSecond)));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }

        var seconds = await Task.WhenAll(_calls);
        Array.Sort(seconds);
        return seconds;
    }

    private async Task<double> CallAsync(long started, TimeSpan due)
    {
        using var answer = await client.GetAsync(path);
        await answer.Content.ReadAsByteArrayAsync();
        if ((int)answer.StatusCode is not (200 or 404)) // 404: the backup has not begun yet
        {
            throw new ProcessFailedException($"{path} was answered with {(int)answer.StatusCode}");
        }

        return (Stopwatch.GetElapsedTime(started) - due).TotalSeconds;
    }
}
