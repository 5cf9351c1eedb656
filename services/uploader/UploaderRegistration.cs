using Holdfast.Contracts;
using Holdfast.Hosting;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Health;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Stores;
using Holdfast.ObjectStores.Retries;
using Holdfast.Settings;
using Holdfast.Settings.Stored;
using Holdfast.StoreOpening;
using Holdfast.Uploader.Auditing;
using Holdfast.Uploader.Backups;
using Holdfast.Uploader.Consumers;
using Holdfast.Uploader.Deletion;
using Holdfast.Uploader.Metrics;
using Holdfast.Uploader.Objects;
using Holdfast.Uploader.Staging;
using Holdfast.Uploader.Stores;
using Holdfast.Uploader.Verifications;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Uploader;

/// <summary>Makes a host the uploader.</summary>
public static class UploaderRegistration
{
    /// <summary>Registers everything but the consumers.</summary>
    public static void AddUploader(this IHostApplicationBuilder builder)
    {
        builder.AddObjectStoreOptions();
        builder.AddHoldfastSettings();
        builder.AddCheckedOptions<UploaderOptions, UploaderOptionsValidator>(UploaderOptions.Section);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new StagingArea(provider.GetRequiredService<IOptions<ObjectStoreOptions>>().Value.LocalLocation));
        services.AddSingleton<Func<ObjectStoreOptions, ConfiguredStore>>(provider =>
        {
            var (clock, log) = (provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RetryingStore>>());
            return options => ConfiguredStore.Open(options, clock, log) with { Location = StoreLocation.Of(options) };
        });
        services.AddSingleton<OpenStores>();
        services.AddSingleton<StoreTest>();
        services.AddSingleton<NamedStores>();
        services.AddSingleton<Answers>();
        services.AddSingleton<UploaderMeter>();
        services.AddSingleton<ObjectStoring>();
        services.AddSingleton<ObjectStaging>();
        services.AddSingleton<ObjectListings>();
        services.AddSingleton<BackupCommit>();
        services.AddSingleton<StoredBackups>();
        services.AddSingleton<AuditObjects>();
        services.AddSingleton(provider => new SweepMemory(provider.GetRequiredService<IOptions<ObjectStoreOptions>>().Value.LocalLocation));
        services.AddSingleton(provider => new DeletionTurn(
            provider.GetRequiredService<IOptions<ObjectStoreOptions>>().Value.LocalLocation, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<BackupRemoval>();
        services.AddSingleton<OperationFolders>();
        services.AddSingleton<LeftoverSweep>();
        services.AddSingleton<VerificationRows>();
        services.AddSingleton<BackupVerification>();
        services.AddHostedService<StagingStart>(); // before the bus, which is registered later
        services.AddHostedService<StorePreparation>();
        services.AddHealthChecks().AddCheck<StoreHealth>("object store", tags: [HealthEndpoints.Ready]);
        services.AddSingleton<IBusEndpoints, UploaderEndpoints>();
    }

    /// <summary>Registers the consumers, and what else needs the bus.</summary>
    public static void AddUploaderConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddHostedService<VerificationRunner>();
        bus.AddSettingsConsumers();
        bus.AddConsumer<StoreObjectConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<StageObjectConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<ListObjectsConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<CommitBackupConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<FindBackupConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<ListBackupsConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<TestObjectStoreConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<AuditConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<DeleteBackupConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<SweepRetentionConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<OperationEndedConsumer>().Endpoint(endpoint => endpoint.Name = $"{Queues.Uploader}-staging");
    }
}
