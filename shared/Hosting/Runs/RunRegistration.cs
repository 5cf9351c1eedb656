using Holdfast.Contracts.Components;
using Holdfast.Contracts.Runs;
using Holdfast.Hosting.Hooks;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Platform;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Runs;

/// <summary>Makes a service one that works on components.</summary>
public static class RunRegistration
{
    /// <summary>Registers <see cref="RunExecutor"/> and announces the components. May be called by every service that shares a process.</summary>
    /// <param name="served">The components that the calling service serves, from the checked platform options.</param>
    public static void AddRuns(this IHostApplicationBuilder builder, Func<PlatformOptions, IEnumerable<ComponentId>> served)
    {
        builder.AddPlatformOptions();
        var services = builder.Services;
        services.AddSingleton(provider => new ServedComponents([.. served(provider.GetRequiredService<IOptions<PlatformOptions>>().Value)]));
        if (services.Any(service => service.ServiceType == typeof(RunExecutor)))
        {
            return;
        }

        services.TryAddSingleton(TimeProvider.System);
        builder.AddHooks();
        services.AddSingleton<ActiveRuns>();
        services.AddSingleton(provider => new RunExecutor(
            provider.GetRequiredService<IBus>(),
            provider.GetRequiredService<ReplyQueue>(),
            provider.GetRequiredService<ActiveRuns>(),
            provider.GetRequiredService<ComponentHooks>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RunExecutor>>()));
        services.AddHostedService<ComponentAnnouncer>();
    }

    /// <summary>Lets operations stop the runs of this process. May be called by every service that shares a bus.</summary>
    public static void AddRunConsumers(this IBusRegistrationConfigurator bus)
    {
        if (!bus.Any(service => service.ServiceType == typeof(OperationStoppedConsumer)))
        {
            bus.AddConsumer<OperationStoppedConsumer>().Endpoint(endpoint =>
            {
                endpoint.Name = $"runs-{NewId.NextGuid():N}";
                endpoint.Temporary = true;
            });
        }
    }

    /// <summary>Makes an endpoint one for commands of components: long work, of which every failure is reported. Before its consumers.</summary>
    /// <param name="context">Of the bus.</param>
    /// <param name="slots">Commands carried out at once, at least 1.</param>
    public static void ForRuns(this IReceiveEndpointConfigurator endpoint, IBusRegistrationContext context, int slots)
    {
        endpoint.ForLongWork(slots);
        endpoint.UseConsumeFilter(typeof(BrokenCommandFilter<>), context, filter => filter.Include(type => type.IsAssignableTo(typeof(RunCommand))));
    }
}
