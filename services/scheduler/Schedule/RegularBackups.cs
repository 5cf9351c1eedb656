using Holdfast.Contracts.Backups;
using Holdfast.Hosting.Platform;
using Holdfast.Scheduler.Adoption;
using Holdfast.Settings.Changes;
using Holdfast.Settings.Stored;
using Holdfast.State.Database;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Scheduler.Schedule;

/// <summary>Requests backups at the configured times and at start, while regular backups are enabled.</summary>
/// <remarks>
/// Settings are read at every look, and a change of them leads to a look at once. Times missed while the process was asleep are made up for
/// by one backup; those missed while it was down by the one at start. A request that meets a running operation is rejected like anybody's.
/// </remarks>
internal sealed partial class RegularBackups(
    IBusControl bus,
    IDbContextFactory<HoldfastDb> dbs,
    SettingsReader settings,
    SettingsSignal changes,
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

    /// <summary>When the next regular backup is due; null while none is.</summary>
    internal DateTimeOffset? Due { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var plan = new BackupPlan(clock.GetUtcNow());
        var atStart = true;
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
        await adoption.Tried.WaitAsync(stoppingToken); // what the store has need not be stored again
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = changes.Next;
            var now = clock.GetUtcNow();
            var nap = LongestNap;
            try
            {
                var current = await settings.BackupAsync(stoppingToken);
                plan.Follow(current, now);
                atStart = atStart && current.EnableRegularBackups && !await BackUpAtStartAsync(now, stoppingToken);
                if (plan.Due is { } due && due <= now)
                {
                    await RequestAsync("schedule", stoppingToken);
                    plan.Done(now);
                }

                Show(plan.Due);
                nap = atStart ? ShortNap : plan.Due - now is { } wait && wait < LongestNap ? wait : LongestNap;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                RequestFailed(exception);
            }

            await NapAsync(nap, changed, stoppingToken);
        }
    }

    private void Show(DateTimeOffset? due)
    {
        if (due != Due)
        {
            Due = due;
            Planned(due is { } next ? $"{next.UtcDateTime:u}" : "never");
        }
    }

    private async Task NapAsync(TimeSpan nap, Task changed, CancellationToken stoppingToken)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny(Task.Delay(nap, clock, woken.Token), changed);
        await woken.CancelAsync();
        stoppingToken.ThrowIfCancellationRequested();
    }

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

    [LoggerMessage(3, LogLevel.Information, "The next regular backup is due: {Due}")]
    private partial void Planned(string due);

    [LoggerMessage(2, LogLevel.Warning, "A regular backup could not be requested, trying again")]
    private partial void RequestFailed(Exception exception);
}
