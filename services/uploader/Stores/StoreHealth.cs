using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Holdfast.Uploader.Stores;

/// <summary>Says why nothing can be stored. Degraded only: what is stored can be listed and restored, and settings can be put right.</summary>
internal sealed class StoreHealth(OpenStores stores) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var store = await stores.NowAsync(cancellationToken);
            return store.Problem() is { } problem ? HealthCheckResult.Degraded(problem) : HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Degraded(failure.Message, failure);
        }
    }
}
