using Holdfast.State.Backups;
using Holdfast.State.Database;
using Holdfast.State.Operations;
using Holdfast.State.Outbox;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Holdfast.State;

/// <summary>Makes a host one that has the state database.</summary>
public static class StateRegistration
{
    /// <summary>
    /// Registers <see cref="HoldfastDb"/> (scoped) and its factory from the section <c>State</c>, and migrates at start. May be called by
    /// every service that shares a process.
    /// </summary>
    public static IHostApplicationBuilder AddHoldfastState(this IHostApplicationBuilder builder)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(IDbContextFactory<HoldfastDb>)))
        {
            return builder;
        }

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddOptions<StateOptions>().BindConfiguration(StateOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddDbContextFactory<HoldfastDb>((services, db) => db.Use(services.GetRequiredService<IOptions<StateOptions>>().Value));
        builder.Services.AddScoped<OperationQueries>();
        builder.Services.AddScoped<BackupQueries>();
        builder.Services.AddSingleton<BackupSizes>();
        builder.Services.AddSingleton<BackupPins>();
        builder.Services.AddSingleton<BackupSuspicions>();
        builder.Services.AddHostedService<StateMigration>();
        return builder;
    }

    /// <summary>
    /// Makes what is published or sent through scoped MassTransit interfaces part of the scope's <see cref="HoldfastDb"/>: it goes out
    /// after SaveChanges, and only then. May be called by every service that shares a bus.
    /// </summary>
    public static void AddStateOutbox(this IBusRegistrationConfigurator bus) => OutboxRegistration.AddOutbox(bus);
}
