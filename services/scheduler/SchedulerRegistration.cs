using Holdfast.Contracts;
using Holdfast.Hosting;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Health;
using Holdfast.Scheduler.Adoption;
using Holdfast.Scheduler.Auditing;
using Holdfast.Scheduler.Backups;
using Holdfast.Scheduler.Deletion;
using Holdfast.Scheduler.Notifications;
using Holdfast.Scheduler.Operations;
using Holdfast.Scheduler.Registry;
using Holdfast.Scheduler.Restores;
using Holdfast.Scheduler.Schedule;
using Holdfast.Scheduler.Watch;
using Holdfast.Settings;
using Holdfast.State;
using Holdfast.State.Backups;
using Holdfast.State.Restores;
using Holdfast.State.Sagas;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Scheduler;

/// <summary>Makes a host the scheduler.</summary>
public static class SchedulerRegistration
{
    /// <summary>Registers everything but the consumers.</summary>
    public static void AddScheduler(this IHostApplicationBuilder builder)
    {
        builder.AddHoldfastState();
        builder.AddHoldfastSettings();
        builder.AddCheckedOptions<SchedulerOptions, SchedulerOptionsValidator>(SchedulerOptions.Section);
        builder.AddBackupOptions();
        builder.AddObjectStoreOptions();
        builder.AddPlatformOptions();
        builder.Services.AddSingleton<DeletionClaims>();
        builder.Services.AddSingleton<BackupAdoption>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<BackupAdoption>());
        builder.AddHoldfastHealth().AddCheck<BackupsKnown>("backups", tags: [HealthEndpoints.Ready]);
        builder.Services.AddHostedService<Watchdog>();
        builder.Services.AddScoped<ScheduleTurn>();
        builder.Services.AddHostedService<RegularBackups>();
        builder.Services.AddScoped<CheckTurn>();
        builder.Services.AddHostedService<RegularChecks>();
        builder.AddNotifications();
        builder.AddAuditOptions();
        builder.Services.AddSingleton<AuditBatches>();
        builder.Services.AddSingleton<AuditStorage>();
        builder.Services.AddHostedService<StoredAuditLog>();
    }

    /// <summary>Registers the sagas and the other consumers.</summary>
    public static void AddSchedulerConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddStateOutbox();
        bus.AddSettingsConsumers();
        bus.AddSagaStateMachine<BackupStateMachine, BackupState, BackupStateDefinition>().InHoldfastState();
        bus.AddSagaStateMachine<RestoreStateMachine, RestoreState, RestoreStateDefinition>().InHoldfastState();
        bus.AddConsumer<ComponentsAnnouncedConsumer, InTransaction<ComponentsAnnouncedConsumer>>().Endpoint(e => e.Name = $"{Queues.Scheduler}-registry");
        bus.AddConsumer<RetentionConsumer, InTransaction<RetentionConsumer>>().Endpoint(e => e.Name = $"{Queues.Scheduler}-retention");
        bus.AddConsumer<RetentionRequestConsumer, InTransaction<RetentionRequestConsumer>>().Endpoint(e => e.Name = $"{Queues.Scheduler}-retention-requests");
        bus.AddConsumer<BackupDeletionConsumer, WithRetry<BackupDeletionConsumer>>().Endpoint(e => e.Name = $"{Queues.Scheduler}-deletion");
        bus.AddNotificationConsumers();
        bus.AddConsumer<OperationStatusConsumer>().Endpoint(e => e.Name = $"{Queues.Scheduler}-status");
        bus.AddConsumer<ScheduledOutcomeConsumer, InTransaction<ScheduledOutcomeConsumer>>().Endpoint(e => e.Name = $"{Queues.Scheduler}-schedule");
        bus.AddConsumer<SignOfLifeConsumer, WithRetry<SignOfLifeConsumer>>().Endpoint(e => e.Name = $"{Queues.Scheduler}-signs");
    }
}
