using System.Reflection;
using Holdfast.Hosting.Platform;
using Holdfast.Hosting.Stores;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Holdfast.Standalone.Startup;

/// <summary>Says what runs here and where, when everything has started.</summary>
internal sealed partial class Banner(
    IServer server, IOptions<PlatformOptions> platform, IOptions<ObjectStoreOptions> store, ILogger<Banner> log) : IHostedLifecycleService
{
    private readonly ILogger _log = log;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "";
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        Started(
            version,
            platform.Value.Namespace,
            platform.Value.Databases.Count,
            platform.Value.Volumes.Count,
            store.Value.LocationType == "local" ? store.Value.LocalLocation : store.Value.LocationType,
            string.Join(' ', addresses));
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        1,
        LogLevel.Information,
        "Holdfast {Version} protects {Namespace}: {Databases} databases and {Volumes} volumes, backups go to {Store}, the API listens on {Addresses}")]
    private partial void Started(string version, string @namespace, int databases, int volumes, string store, string addresses);
}
