using Cronos;
using Holdfast.Contracts.Backups;
using Holdfast.Hosting.Backups;
using Holdfast.Hosting.Platform;
using Holdfast.Scheduler.Adoption;
using Holdfast.State.Database;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Scheduler.Schedule;

/// <summary>Requests backups at the configured times and at start, while regular backups are enabled.</summary>
/// <remarks>
/// Settings are read at every look, so a change needs no restart. Times missed while the process was down or asleep are made up for by
/// one backup at most. A request that meets a running operation is rejected like anybody's.
/// </remarks>
internal sealed partial class RegularBackups(
    IBusControl bus,
    IDbContextFactory<HoldfastDb> dbs,
    IOptionsMonitor<BackupOptions> settings,
    IOptions<PlatformOptions> platform,
    BackupAdoption adoption,
    TimeProvider clock,
    ILogger<RegularBackups> log) : BackgroundService
{
    /// <summary>A process that restarts over and over must not back up over and over.</summary>
    private static readonly TimeSpan BetweenStarts = TimeSpan.FromMinutes(15);

    /// <summary>Until the backup at start is settled: the first workers announce themselves within moments.</summary>
    private static readonly TimeSpan ShortNap = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestNap = TimeSpan.FromSeconds(30);
    private readonly ILogger _log = log;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var looked = clock.GetUtcNow();
        var atStart = true;
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
        await adoption.Tried.WaitAsync(stoppingToken); // what the store has need not be stored again
        while (!stoppingToken.IsCancellationRequested)
        {
            var now = clock.GetUtcNow();
            try
            {
                if (settings.CurrentValue.EnableRegularBackups)
                {
                    atStart = atStart && !await BackUpAtStartAsync(now, stoppingToken);
                    if (Next(looked) <= now)
                    {
                        await RequestAsync("schedule", stoppingToken);
                    }
                }

                looked = now;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                RequestFailed(exception);
            }

            var (wait, nap) = (Next(now) - now, atStart ? ShortNap : LongestNap);
            await Task.Delay(wait < nap ? wait.Value : nap, clock, stoppingToken);
        }
    }

    private DateTimeOffset? Next(DateTimeOffset after) =>
        CronExpression.TryParse(settings.CurrentValue.BackupFrequency, CronFormat.IncludeSeconds, out var cron)
            ? cron.GetNextOccurrence(after, TimeZoneInfo.Utc)
            : null;

    /// <returns>Whether the matter is settled; not before the first component has been announced.</returns>
    private async Task<bool> BackUpAtStartAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var (name, recently) = (platform.Value.Namespace, (now - BetweenStarts).UtcDateTime);
        if (await db.BackupEntries.AnyAsync(entry => entry.Namespace == name && entry.StartedAt > recently, cancellationToken))
        {
            return true;
        }

        if (!await db.Registry.AnyAsync(row => row.Namespace == name, cancellationToken))
        {
            return false;
        }

        await RequestAsync("start-up", cancellationToken);
        return true;
    }

    private Task RequestAsync(string reason, CancellationToken cancellationToken)
    {
        Requesting(reason);
        return bus.Publish(
            new BackupRequested { OperationId = Guid.NewGuid(), Namespace = platform.Value.Namespace, RequestedBy = reason }, cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Information, "Requesting a backup: {Reason}")]
    private partial void Requesting(string reason);

    [LoggerMessage(2, LogLevel.Warning, "A regular backup could not be requested, trying again")]
    private partial void RequestFailed(Exception exception);
}
