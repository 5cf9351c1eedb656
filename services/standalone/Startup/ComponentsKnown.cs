using Holdfast.Hosting.Platform;
using Holdfast.Hosting.Runs;
using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Holdfast.Standalone.Startup;

/// <summary>Ready means that a backup requested now covers everything that is configured.</summary>
internal sealed class ComponentsKnown(IDbContextFactory<HoldfastDb> dbs, IEnumerable<ServedComponents> served, IOptions<PlatformOptions> platform) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var known = await db.Registry.AsNoTracking().Where(row => row.Namespace == platform.Value.Namespace)
            .Select(row => row.Component).ToListAsync(cancellationToken);
        var missing = served.SelectMany(some => some.Components).Except(known).ToList();
        return missing.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"not registered yet: {string.Join(' ', missing)}");
    }
}
