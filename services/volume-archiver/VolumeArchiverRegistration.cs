using Holdfast.Contracts.Components;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Platform;
using Holdfast.Hosting.Runs;
using Holdfast.StoreAccess;
using Holdfast.VolumeArchiver.Consumers;
using Holdfast.VolumeArchiver.Preflight;
using Holdfast.VolumeArchiver.Restores;
using Holdfast.VolumeArchiver.Runs;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Holdfast.VolumeArchiver;

/// <summary>Makes a host a volume-archiver.</summary>
public static class VolumeArchiverRegistration
{
    /// <summary>Registers everything but the consumers, and the way to the stored objects (<see cref="IRepositories"/>).</summary>
    public static void AddVolumeArchiver(this IHostApplicationBuilder builder)
    {
        builder.AddRuns(platform => platform.Volumes.Select(volume => ComponentId.Volume(volume.Name)));
        builder.AddCheckedOptions<VolumeArchiverOptions, VolumeArchiverOptionsValidator>(VolumeArchiverOptions.Section);
        var services = builder.Services;
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<VolumeArchiverOptions>>().Value);
        services.AddKeyedSingleton(VolumeArchiverOptions.Section, (provider, _) => new Slots(provider.GetRequiredService<VolumeArchiverOptions>().Slots));
        services.AddSingleton(provider => new ConfiguredVolumes(provider.GetRequiredService<IOptions<PlatformOptions>>().Value));
        services.AddSingleton<VolumeArchive>();
        services.AddSingleton<VolumePreflight>();
        services.AddSingleton<VolumePreparation>();
        services.AddSingleton<VolumeRestoreSteps>();
        services.AddSingleton<IBusEndpoints, VolumeEndpoints>();
    }

    /// <summary>Registers the consumers.</summary>
    public static void AddVolumeArchiverConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddRunConsumers();
        bus.AddConsumer<ArchiveVolumeConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<PreflightVolumeConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<PrepareVolumeConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<CommitVolumeConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<DiscardVolumeConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<RollBackVolumeConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<ForgetPreviousVolumeConsumer>().ExcludeFromConfigureEndpoints();
    }
}
