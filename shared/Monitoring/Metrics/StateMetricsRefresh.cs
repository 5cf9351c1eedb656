using Holdfast.Monitoring.Waiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Monitoring.Metrics;

/// <summary>Makes the instruments at start. Where metrics are pushed instead of scraped, reads what they tell at intervals.</summary>
internal sealed class StateMetricsRefresh(MetricsReading metrics, StateMeter state, QueueMeter queues, IConfiguration configuration, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _ = (state, queues); // made by being asked for
        if (string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            await metrics.RefreshAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
