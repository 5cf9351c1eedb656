namespace Holdfast.VolumeArchiver.Runs;

/// <summary>Calls something every second until it is disposed, and once more then.</summary>
internal sealed class ProgressReport : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Action _report;
    private readonly ITimer _timer;

    public ProgressReport(TimeProvider clock, Action report)
    {
        _report = report;
        _timer = clock.CreateTimer(_ => report(), null, Interval, Interval);
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        _report();
    }
}
