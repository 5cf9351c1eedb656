using Holdfast.Hosting.Platform;
using Holdfast.Scheduler.Adoption;
using Holdfast.Settings.Changes;
using Holdfast.Settings.Stored;
using Holdfast.State.Database;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Scheduler.Schedule;

/// <summary>Requests backups at the configured times and at start, while regular backups are enabled.</summary>
/// <remarks>
/// Settings are read at every look, and a change of them leads to a look at once. Times missed while the process was asleep or down are
/// made up for by one backup, which also is the one at start. A request that meets a running operation is rejected like anybody's, and noted.
/// </remarks>
internal sealed partial class RegularBackups(
    IBusControl bus,
    IServiceScopeFactory scopes,
    SettingsReader settings,
    SettingsSignal changes,
    IOptions<PlatformOptions> platform,
    BackupAdoption adoption,
    TimeProvider clock,
    ILogger<RegularBackups> log) : BackgroundService
{
    /// <summary>Until the backup at start is settled: the first workers announce themselves within moments.</summary>
    private static readonly TimeSpan ShortNap = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestNap = TimeSpan.FromSeconds(30);
    private readonly ILogger _log = log;

    /// <summary>When the next regular backup is due; null while none is.</summary>
    internal DateTimeOffset? Due { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (atStart, repeated) = (true, false);
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
        await adoption.Tried.WaitAsync(stoppingToken); // what the store has need not be stored again
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = changes.Next;
            var nap = LongestNap;
            try
            {
                if (!repeated)
                {
                    atStart = !await RepeatAsync(stoppingToken);
                    repeated = true;
                }

                var look = await LookAsync(atStart, stoppingToken);
                atStart = !look.StartSettled;
                Show(look.Next);
                nap = atStart ? ShortNap : Due - clock.GetUtcNow() is { } wait && wait < LongestNap ? wait : LongestNap;
            }
            catch (Exception exception) when (TransientErrors.IsTransient(exception))
            {
                nap = ShortNap; // another scheduler was quicker
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                RequestFailed(exception);
            }

            await SettingsSignal.WaitAsync(changed, nap < TimeSpan.Zero ? TimeSpan.Zero : nap, clock, stoppingToken);
        }
    }

    /// <returns>Whether a request from before the start was repeated, which makes one at start needless.</returns>
    private async Task<bool> RepeatAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (!await scope.ServiceProvider.GetRequiredService<ScheduleTurn>().RepeatAsync(platform.Value.Namespace, cancellationToken))
        {
            return false;
        }

        Repeating();
        return true;
    }

    private async Task<ScheduleLook> LookAsync(bool atStart, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var current = await settings.BackupAsync(cancellationToken);
        var look = await scope.ServiceProvider.GetRequiredService<ScheduleTurn>()
            .LookAsync(platform.Value.Namespace, current, atStart, cancellationToken);
        if (look.Requested is { } reason)
        {
            Requesting(reason);
        }

        return look;
    }

    private void Show(DateTime? next)
    {
        DateTimeOffset? due = next is { } instant ? new DateTimeOffset(instant, TimeSpan.Zero) : null;
        if (due != Due)
        {
            Due = due;
            Planned(due is { } known ? $"{known.UtcDateTime:u}" : "never");
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Requesting a backup: {Reason}")]
    private partial void Requesting(string reason);

    [LoggerMessage(4, LogLevel.Information, "Requesting again a backup of whose request no answer is known")]
    private partial void Repeating();

    [LoggerMessage(3, LogLevel.Information, "The next regular backup is due: {Due}")]
    private partial void Planned(string due);

    [LoggerMessage(2, LogLevel.Warning, "A regular backup could not be requested, trying again")]
    private partial void RequestFailed(Exception exception);
}
