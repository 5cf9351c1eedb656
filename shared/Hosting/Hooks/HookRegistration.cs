using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Outgoing;
using Holdfast.Hosting.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Hooks;

/// <summary>Gives workers the hooks of their components.</summary>
internal static class HookRegistration
{
    public static void AddHooks(this IHostApplicationBuilder builder)
    {
        builder.AddCheckedOptions<HookOptions, HookOptionsValidator>(HookOptions.Section);
        builder.AddObjectStoreOptions();
        var services = builder.Services;
        services.TryAddSingleton(provider => new StagingArea(provider.GetRequiredService<IOptions<ObjectStoreOptions>>().Value.LocalLocation));
        services.TryAddSingleton<OutgoingCalls>();
        services.AddSingleton<HookLeases>();
        services.AddSingleton<HookCalls>();
        services.AddSingleton<ComponentHooks>();
        services.AddHostedService<HookRelease>();
    }
}
