using Holdfast.Contracts.Runs;
using Holdfast.Messaging;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Holdfast.Hosting.Runs;

/// <summary>Tells that a run is alive until it is disposed: progress at most once a second, else a sign of life every five.</summary>
internal sealed partial class Heartbeats : IAsyncDisposable
{
    private const int SecondsBetweenSigns = 5;
    private static readonly TimeSpan Worthless = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private readonly Run _run;
    private readonly IBus _bus;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Task _loop;

    public Heartbeats(Run run, IBus bus, TimeProvider clock, ILogger log)
    {
        (_run, _bus, _clock, _log) = (run, bus, clock, log);
        _loop = LoopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _clock);
        try
        {
            for (var silent = 1; await timer.WaitForNextTickAsync(_stop.Token); silent++)
            {
                if (_run.TakeProgress() is { } progress)
                {
                    await PublishAsync(progress);
                    silent = 0;
                }
                else if (silent >= SecondsBetweenSigns)
                {
                    await PublishAsync(new ComponentHeartbeat
                    {
                        OperationId = _run.OperationId,
                        Namespace = _run.Namespace,
                        Component = _run.Component,
                        RunId = _run.RunId,
                    });
                    silent = 0;
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // the run has ended
        }
    }

    /// <summary>
    /// A sign that does not get through must not fail the run: the watchdog decides what silence means. One that is on its way when the run ends
    /// is let through: the bus would report it as an error.
    /// </summary>
    private async Task PublishAsync<T>(T sign)
        where T : class
    {
        try
        {
            await _bus.PublishPromptlyAsync(
                sign,
                CancellationToken.None,
                context =>
                {
                    context.Durable = false;
                    context.TimeToLive = Worthless;
                });
        }
        catch (Exception exception)
        {
            SignLost(exception, _run.Component.ToString(), _run.RunId);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "A sign of life of {Component} in run {Run} could not be published")]
    private partial void SignLost(Exception exception, string component, Guid run);
}
