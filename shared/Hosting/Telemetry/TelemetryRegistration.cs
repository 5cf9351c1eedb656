using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Holdfast.Hosting.Telemetry;

/// <summary>Traces and metrics of a host.</summary>
public static class TelemetryRegistration
{
    /// <summary>Not the queue: those for answers have a new name in every process, so that each restart would add series for ever.</summary>
    private static readonly string[] BusTags = ["messaging.masstransit.message_type", "messaging.masstransit.consumer_type", "messaging.masstransit.exception_type"];

    /// <summary>
    /// Collects the sources and meters of Holdfast, the web server, the bus and the runtime, and sends them to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> when that
    /// is set; <see cref="MetricsEndpoint"/> shows the metrics. Further exporters are added to what is returned.
    /// </summary>
    public static OpenTelemetryBuilder AddHoldfastTelemetry(this IHostApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource("Microsoft.AspNetCore", "MassTransit", "Holdfast.*"))
            .WithMetrics(metrics => metrics.AddMeter("MassTransit", "Holdfast.*", "System.Runtime", "Microsoft.AspNetCore.Hosting")
                .AddView(instrument => instrument.Meter.Name == "MassTransit" ? new MetricStreamConfiguration { TagKeys = BusTags } : null)
                .AddPrometheusExporter());
        if (!string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }

        return telemetry;
    }
}
