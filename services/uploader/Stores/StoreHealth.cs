using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Holdfast.Uploader.Stores;

/// <summary>Says why nothing can be stored. Degraded only: what is stored can be listed and restored, and settings can be put right.</summary>
internal sealed class StoreHealth(ConfiguredStore store) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(store.Problem() is { } problem ? HealthCheckResult.Degraded(problem) : HealthCheckResult.Healthy());
}
