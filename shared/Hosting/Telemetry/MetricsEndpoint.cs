using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Hosting.Telemetry;

/// <summary>The metrics of a process for Prometheus.</summary>
public static class MetricsEndpoint
{
    public const string Path = "/metrics";

    /// <summary>
    /// Maps <c>/metrics</c> for everybody who reaches the port, as for <c>/healthz</c>: for hosts that have no keys to ask for. What they tell names no
    /// database, volume or bucket.
    /// </summary>
    public static void MapHoldfastMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapPrometheusScrapingEndpoint(Path).AllowAnonymous();
}
