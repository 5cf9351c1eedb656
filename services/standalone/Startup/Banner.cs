using System.Reflection;
using Holdfast.Hosting.Platform;
using Holdfast.Settings.Stored;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Holdfast.Standalone.Startup;

/// <summary>Says what runs here and where, when everything has started.</summary>
internal sealed partial class Banner(
    IServer server, IOptions<PlatformOptions> platform, SettingsReader settings, ILogger<Banner> log) : IHostedLifecycleService
{
    private readonly ILogger _log = log;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var store = await settings.ObjectStoreAsync(version: null, cancellationToken);
        var version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "";
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        Started(
            version,
            platform.Value.Namespace,
            platform.Value.Databases.Count,
            platform.Value.Volumes.Count,
            store.LocationType == "local" ? store.LocalLocation : StoreLocation.Of(store),
            string.Join(' ', addresses));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        1,
        LogLevel.Information,
        "Holdfast {Version} protects {Namespace} (databases: {Databases}, volumes: {Volumes}); backups go to {Store}, the API listens on {Addresses}")]
    private partial void Started(string version, string @namespace, int databases, int volumes, string store, string addresses);
}
