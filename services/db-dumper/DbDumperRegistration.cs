using Holdfast.Contracts.Components;
using Holdfast.DbDumper.Clients;
using Holdfast.DbDumper.Consumers;
using Holdfast.DbDumper.Dumps;
using Holdfast.DbDumper.Preflight;
using Holdfast.DbDumper.Restores;
using Holdfast.DbDumper.Runs;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Platform;
using Holdfast.Hosting.Runs;
using Holdfast.StoreAccess;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.DbDumper;

/// <summary>Makes a host a db-dumper.</summary>
public static class DbDumperRegistration
{
    /// <summary>Registers everything but the consumers, and the way to the stored objects (<see cref="IRepositories"/>).</summary>
    public static void AddDbDumper(this IHostApplicationBuilder builder)
    {
        builder.AddRuns(platform => platform.Databases.Select(database => ComponentId.Database(database.Name)));
        builder.AddCheckedOptions<DbDumperOptions, DbDumperOptionsValidator>(DbDumperOptions.Section);
        var services = builder.Services;
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<DbDumperOptions>>().Value);
        services.AddSingleton(provider => new ConfiguredDatabases(provider.GetRequiredService<IOptions<PlatformOptions>>().Value));
        services.AddKeyedSingleton(DbDumperOptions.Section, (provider, _) => new Slots(provider.GetRequiredService<DbDumperOptions>().Slots));
        services.AddSingleton<PostgresTools>();
        services.AddSingleton<DatabaseDumper>();
        services.AddSingleton<DatabaseBackup>();
        services.AddSingleton<RestorePreflight>();
        services.AddSingleton(provider => new DatabasePreparation(
            provider.GetRequiredService<PostgresTools>(), provider.GetRequiredService<DbDumperOptions>(), provider.GetRequiredService<ILogger<DatabasePreparation>>()));
        services.AddSingleton(provider => new DatabaseCommit(provider.GetRequiredService<DbDumperOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new DatabaseRollBack(provider.GetRequiredService<DbDumperOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new DatabaseDiscard());
        services.AddSingleton(new DatabaseForget());
        services.AddSingleton<DatabaseRestore>();
        services.AddSingleton<IBusEndpoints, DatabaseEndpoint>();
    }

    /// <summary>Registers the consumers.</summary>
    public static void AddDbDumperConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddRunConsumers();
        bus.AddConsumer<DumpDatabaseConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<PreflightDatabaseConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<PrepareDatabaseConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<CommitDatabaseConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<DiscardDatabaseConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<RollBackDatabaseConsumer>().ExcludeFromConfigureEndpoints();
        bus.AddConsumer<ForgetPreviousDatabaseConsumer>().ExcludeFromConfigureEndpoints();
    }
}
