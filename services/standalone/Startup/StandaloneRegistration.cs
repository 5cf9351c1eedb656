using Holdfast.Api;
using Holdfast.DbDumper;
using Holdfast.Hosting.Health;
using Holdfast.Hosting.Messaging;
using Holdfast.Scheduler;

namespace Holdfast.Standalone.Startup;

/// <summary>All services in one process.</summary>
internal static class StandaloneRegistration
{
    /// <summary>Registers every service and one bus for all of them.</summary>
    public static void AddStandalone(this WebApplicationBuilder builder)
    {
        builder.AddScheduler();
        builder.AddDbDumper();
        builder.AddApi();
        builder.AddHoldfastBus(bus =>
        {
            bus.AddSchedulerConsumers();
            bus.AddDbDumperConsumers();
        });
        builder.Services.AddHealthChecks().AddCheck<ComponentsKnown>("components", tags: [HealthEndpoints.Ready]);
        builder.Services.AddHostedService<Banner>();
    }
}
