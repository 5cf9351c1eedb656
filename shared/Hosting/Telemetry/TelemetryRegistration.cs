using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;

namespace Holdfast.Hosting.Telemetry;

/// <summary>Traces and metrics of a host.</summary>
public static class TelemetryRegistration
{
    /// <summary>
    /// Collects the sources and meters of Holdfast, the web server, the bus and the runtime, and sends them to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> when that
    /// is set. Further exporters are added to what is returned.
    /// </summary>
    public static OpenTelemetryBuilder AddHoldfastTelemetry(this IHostApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource("Microsoft.AspNetCore", "MassTransit", "Holdfast.*"))
            .WithMetrics(metrics => metrics.AddMeter("MassTransit", "Holdfast.*", "System.Runtime", "Microsoft.AspNetCore.Hosting"));
        if (!string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }

        return telemetry;
    }
}
