using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Holdfast.Scheduler.Adoption;

/// <summary>Ready means that the list has every backup, as long as the store tells within half a minute.</summary>
internal sealed class BackupsKnown(BackupAdoption adoption) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        adoption.Tried.IsCompleted ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the store is being asked which backups it has"));
}
