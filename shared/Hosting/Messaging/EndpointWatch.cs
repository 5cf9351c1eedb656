using Holdfast.Hosting.Runs;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Hosting.Messaging;

/// <summary>Ends a process that serves some of its queues and, for two minutes now, not another one, so that it is started again.</summary>
/// <remarks>
/// A queue that is out of reach for all is the broker's affair, and the bus connects again by itself. One alone that stays behind is not mended
/// from inside: the bus has lost it when its connection broke at a bad moment, or the broker holds a queue of that name with other settings, which
/// an operator must see. Nothing is lost meanwhile, the broker keeps the messages. A run that is active here may go on to its end first.
/// </remarks>
internal sealed partial class EndpointWatch(
    IBusControl bus, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<EndpointWatch> log, ActiveRuns? runs = null) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private Dictionary<string, long> _behindSince = [];
    private readonly ILogger _log = log;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var address = bus.Address.ToString();
            if (!IsWell([.. bus.CheckHealth().Endpoints.Where(endpoint => endpoint.Key != address)])) // without the queue of answers: until the first request, it is none
            {
                Environment.ExitCode = 1;
                lifetime.StopApplication();
                return;
            }
        }
    }

    private bool IsWell(IReadOnlyCollection<KeyValuePair<string, EndpointHealthResult>> endpoints)
    {
        var now = clock.GetTimestamp();
        var behind = endpoints.Where(endpoint => endpoint.Value.Status != BusHealthStatus.Healthy).ToList();
        if (behind.Count == endpoints.Count)
        {
            behind.Clear();
        }

        _behindSince = behind.ToDictionary(endpoint => endpoint.Key, endpoint => _behindSince.GetValueOrDefault(endpoint.Key, now));
        var lost = behind.Where(endpoint => clock.GetElapsedTime(_behindSince[endpoint.Key], now) >= Patience).ToList();
        if (lost.Count == 0 || runs is { Any: true })
        {
            return true;
        }

        foreach (var (address, health) in lost)
        {
            QueueNotServed(health.Exception, new Uri(address).Segments[^1], Patience);
        }

        return false;
    }

    [LoggerMessage(
        1,
        LogLevel.Critical,
        "Queue {Queue} has not been served for {Patience} while others are; this process ends to be started again. If that does not help, see what the broker says of the queue")]
    private partial void QueueNotServed(Exception? exception, string queue, TimeSpan patience);
}
