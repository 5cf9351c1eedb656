using Holdfast.Contracts.Components;
using Holdfast.Hosting.Platform;
using Holdfast.Messaging;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Runs;

/// <summary>Tells the registry what this process serves, at its start and every 15 seconds.</summary>
internal sealed partial class ComponentAnnouncer(
    IBusControl bus, IOptions<PlatformOptions> platform, IEnumerable<ServedComponents> served, TimeProvider clock, ILogger<ComponentAnnouncer> log) :
    BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private readonly string _instance = $"{Environment.MachineName}-{Guid.NewGuid():N}";
    private readonly ILogger _log = log;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken); // in memory, nobody hears what is said before
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            await AnnounceAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task AnnounceAsync(CancellationToken stoppingToken)
    {
        try
        {
            await bus.PublishPromptlyAsync(
                new ComponentsAnnounced
                {
                    Instance = _instance,
                    Namespace = platform.Value.Namespace,
                    Components = [.. served.SelectMany(some => some.Components).Order()],
                },
                stoppingToken);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            AnnouncementLost(exception);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The components served here could not be announced, trying again in 15 seconds")]
    private partial void AnnouncementLost(Exception exception);
}
