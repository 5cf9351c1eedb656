using Holdfast.Hosting;
using Holdfast.Hosting.Telemetry;
using Holdfast.Monitoring.Metrics;
using Holdfast.Monitoring.Waiting;
using Holdfast.Settings;
using Holdfast.State;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Monitoring;

/// <summary>Gives a host the metrics of the state database and of the broker's queues.</summary>
public static class MonitoringRegistration
{
    /// <summary>Registers them; they are exported with the host's own.</summary>
    public static void AddStateMetrics(this IHostApplicationBuilder builder)
    {
        builder.AddHoldfastState();
        builder.AddHoldfastSettings();
        builder.AddPlatformOptions();
        builder.AddBackupOptions();
        builder.Services.AddSingleton<StateSnapshotReader>();
        builder.Services.AddSingleton<StateMetrics>();
        builder.Services.AddSingleton<StateMeter>();
        builder.Services.AddSingleton<BrokerQueues>();
        builder.Services.AddSingleton<QueueMetrics>();
        builder.Services.AddSingleton<QueueMeter>();
        builder.Services.AddSingleton<MetricsReading>();
        builder.Services.AddHostedService<StateMetricsRefresh>();
    }

    /// <summary>Maps <c>/metrics</c>; each scrape reads them anew. Who may read is for the caller to say.</summary>
    public static IEndpointConventionBuilder MapStateMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapPrometheusScrapingEndpoint(MetricsEndpoint.Path, meterProvider: null, scrape => scrape.Use(async (context, next) =>
        {
            await context.RequestServices.GetRequiredService<MetricsReading>().RefreshAsync(context.RequestAborted);
            await next();
        }), optionsName: null);
}
