using System.Diagnostics;
using Holdfast.Benchmarks.Processes;
using Holdfast.Sample.Platform;

namespace Holdfast.Benchmarks.Platforms;

/// <summary>A backup through the REST API, from the request to the answer that says Success.</summary>
internal static class BackupCall
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Short, as what is measured is not known more exactly than this.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Of a longer backup, a hundredth of its time: to ask all the time would take processor time from what is measured.</summary>
    private const double Share = 0.01;

    /// <summary>Makes it.</summary>
    /// <returns>How long it took, in seconds.</returns>
    /// <exception cref="ProcessFailedException">The backup failed; the message is its status.</exception>
    /// <exception cref="SampleException">It did not end in time, or was refused.</exception>
    public static async Task<double> RunAsync(HoldfastApi api, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var timestamp = await api.BackUpAsync(cancellationToken);
        var status = await Waiting.ForAsync(
            $"the backup {timestamp} to end",
            Patience,
            async () => await api.BackupStatusAsync(timestamp, cancellationToken) is { } now && !HoldfastApi.IsOngoing(now) ? now : null,
            cancellationToken,
            Pause,
            Share);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return status == HoldfastApi.Success ? seconds : throw new ProcessFailedException($"the backup {timestamp} failed: {status}");
    }
}
