using Holdfast.Hosting.Platform;
using Holdfast.Settings.Changes;
using Holdfast.Settings.Stored;
using Holdfast.State.Database;
using Holdfast.State.Schedule;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Scheduler.Schedule;

/// <summary>Has the newest backup verified, and restored on trial, at the configured times. Settings are read at every look.</summary>
internal sealed partial class RegularChecks(
    IBusControl bus,
    IServiceScopeFactory scopes,
    SettingsReader settings,
    SettingsSignal changes,
    IOptions<PlatformOptions> platform,
    TimeProvider clock,
    ILogger<RegularChecks> log) : BackgroundService
{
    private static readonly TimeSpan Nap = TimeSpan.FromSeconds(15);
    private readonly ILogger _log = log;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = changes.Next;
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (TransientErrors.IsTransient(exception))
            {
                // another scheduler was quicker; what is left is seen at the next look
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                RequestFailed(exception);
            }

            await SettingsSignal.WaitAsync(changed, Nap, clock, stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var current = await settings.BackupAsync(cancellationToken);
        foreach (var (kind, timestamp) in await scope.ServiceProvider.GetRequiredService<CheckTurn>().LookAsync(platform.Value.Namespace, current, cancellationToken))
        {
            Requesting(kind, timestamp);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Requesting by schedule: {Check} of the backup {Timestamp}")]
    private partial void Requesting(CheckKind check, string timestamp);

    [LoggerMessage(2, LogLevel.Warning, "A verification or drill could not be requested, trying again")]
    private partial void RequestFailed(Exception exception);
}
