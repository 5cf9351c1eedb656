using Holdfast.Hosting;
using Holdfast.Hosting.Configuration;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Security;
using Holdfast.Hosting.Stores;
using Holdfast.StoreAccess.Opening;
using Holdfast.StoreAccess.Requests;
using Holdfast.StoreAccess.Staging;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.StoreAccess;

/// <summary>Gives a worker its way to the stored objects.</summary>
public static class StoreAccessRegistration
{
    /// <summary>
    /// Registers <see cref="IRepositories"/>, which reaches the objects through the uploader and the staging area below
    /// <c>ObjectStore:localLocation</c>. May be called by every service that shares a process.
    /// </summary>
    public static void AddStoreAccess(this IHostApplicationBuilder builder)
    {
        builder.AddObjectStoreOptions();
        builder.AddEncryptionOptions();
        builder.AddCheckedOptions<StoreAccessOptions, StoreAccessOptionsValidator>(StoreAccessOptions.Section);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new StagingArea(provider.GetRequiredService<IOptions<ObjectStoreOptions>>().Value.LocalLocation));
        services.TryAddSingleton(provider => new Passphrase(provider.GetRequiredService<IOptions<EncryptionOptions>>().Value.PassphraseFile));
        services.TryAddSingleton(new Patience());
        services.TryAddSingleton(provider => new StagingSpace(
            provider.GetRequiredService<StagingArea>(),
            provider.GetRequiredService<IOptions<StoreAccessOptions>>().Value.StagingLimit,
            () => provider.GetRequiredService<IOptionsMonitor<ObjectStoreOptions>>().CurrentValue.LocationType != "local",
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<StagingSpace>>()));
        services.TryAddSingleton(provider => new UploaderRequests(
            provider.GetRequiredService<IBus>(),
            provider.GetRequiredService<ReplyQueue>(),
            provider.GetRequiredService<Patience>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<KeyFileReader>();
        services.TryAddSingleton<QuarantineReader>();
        services.TryAddSingleton<OpenedRepositories>();
        services.TryAddSingleton<IRepositories, UploaderRepositories>();
        services.AddHostedService<ZstdReport>();
    }
}
