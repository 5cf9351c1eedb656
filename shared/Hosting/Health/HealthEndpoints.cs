using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Hosting.Health;

/// <summary>Tells an orchestrator whether the process lives and whether it can work.</summary>
public static class HealthEndpoints
{
    /// <summary>Tag of checks that decide about readiness.</summary>
    public const string Ready = "ready";

    /// <summary>Registers health checks; the bus adds its own.</summary>
    public static IHealthChecksBuilder AddHoldfastHealth(this IHostApplicationBuilder builder) => builder.Services.AddHealthChecks();

    /// <summary>
    /// <c>/healthz</c>: 200 as long as the process answers. <c>/readyz</c>: 503 while a check tagged <see cref="Ready"/> is unhealthy; a bus
    /// that reconnects is degraded, which is still 200, so that a broker restart does not restart the services. The body says in words what
    /// is not as it should be.
    /// </summary>
    public static void MapHoldfastHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        var ready = new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = SayAsync };
        routes.MapHealthChecks("/readyz", ready).AllowAnonymous();
    }

    private static Task SayAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var problems = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(entry => $"{entry.Key}: {entry.Value.Description ?? entry.Value.Status.ToString()}");
        return context.Response.WriteAsync(string.Join('\n', problems.Prepend(report.Status.ToString())));
    }
}
