using Holdfast.Settings.Changes;
using Holdfast.Settings.Overrides;
using Holdfast.Settings.Secrets;
using Holdfast.Settings.Stored;
using Holdfast.State;
using Holdfast.State.Database;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Settings;

/// <summary>Gives a host the configuration documents.</summary>
public static class SettingsRegistration
{
    /// <summary>
    /// Registers <see cref="SettingsReader"/>. Where the section <c>State</c> is configured, or the host has the state database anyway, stored documents
    /// count; else only the host's own configuration does. May be called by every service that shares a process.
    /// </summary>
    public static void AddHoldfastSettings(this IHostApplicationBuilder builder)
    {
        if (builder.Configuration.GetSection(StateOptions.Section).Exists())
        {
            builder.AddHoldfastState();
        }

        builder.Services.AddOptions<SecretsOptions>().BindConfiguration(SecretsOptions.Section);
        builder.Services.TryAddSingleton<SecretKeyFile>();
        builder.Services.TryAddSingleton<SecretBox>();
        builder.Services.TryAddSingleton<ProcessOverrides>();
        builder.Services.TryAddSingleton<SettingsReader>();
        builder.Services.TryAddSingleton<SettingsSignal>();
    }

    /// <summary>Lets the process hear of changes. May be called by every service that shares a bus.</summary>
    public static void AddSettingsConsumers(this IBusRegistrationConfigurator bus)
    {
        if (!bus.Any(service => service.ServiceType == typeof(ConfigurationChangedConsumer)))
        {
            bus.AddConsumer<ConfigurationChangedConsumer>().Endpoint(endpoint =>
            {
                endpoint.Name = $"settings-{NewId.NextGuid():N}";
                endpoint.Temporary = true;
            });
        }
    }
}
