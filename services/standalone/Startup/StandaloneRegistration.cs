using Holdfast.Api;
using Holdfast.DbDumper;
using Holdfast.Hosting.Health;
using Holdfast.Hosting.Messaging;
using Holdfast.Scheduler;
using Holdfast.StoreAccess;
using Holdfast.Uploader;
using Holdfast.VolumeArchiver;

namespace Holdfast.Standalone.Startup;

/// <summary>All services in one process.</summary>
internal static class StandaloneRegistration
{
    /// <summary>Registers every service and one bus for all of them.</summary>
    public static void AddStandalone(this WebApplicationBuilder builder)
    {
        builder.AddScheduler();
        builder.AddUploader();
        builder.AddStoreAccess();
        builder.AddDbDumper();
        builder.AddVolumeArchiver();
        builder.AddApi();
        builder.AddHoldfastBus(bus =>
        {
            bus.AddSchedulerConsumers();
            bus.AddUploaderConsumers();
            bus.AddDbDumperConsumers();
            bus.AddVolumeArchiverConsumers();
        });
        builder.Services.AddHealthChecks().AddCheck<ComponentsKnown>("components", tags: [HealthEndpoints.Ready]);
        builder.Services.AddHostedService<Banner>();
    }
}
