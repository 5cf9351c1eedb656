using Holdfast.Settings.Changes;
using Holdfast.State.Database;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Scheduler.Auditing;

/// <summary>Brings the audit log into the store on its schedule, each entry once, and removes old entries on theirs.</summary>
/// <remarks>Entries are first put into batches, which never change, and then stored; whatever waits is stored at every look, so a crash costs nothing.</remarks>
internal sealed partial class StoredAuditLog(
    IBusControl bus, AuditBatches batches, AuditStorage storage, SettingsSignal changes, TimeProvider clock, ILogger<StoredAuditLog> log) : BackgroundService
{
    private static readonly TimeSpan ShortNap = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestNap = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(30);
    private readonly ILogger _log = log;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = changes.Next;
            var nap = await LookAsync(stoppingToken);
            await SettingsSignal.WaitAsync(changed, nap, clock, stoppingToken);
        }
    }

    /// <returns>When to look again.</returns>
    private async Task<TimeSpan> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var turn = await batches.LookAsync(cancellationToken);
            if (await storage.StoreAsync(cancellationToken) is > 0 and var stored)
            {
                Stored(stored);
            }

            if (turn.Clear && await storage.ClearAsync(cancellationToken) is > 0 and var cleared)
            {
                Cleared(cleared);
            }

            var wait = turn.Next - clock.GetUtcNow().UtcDateTime ?? LongestNap;
            return wait > LongestNap ? LongestNap : wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
        catch (Exception exception) when (TransientErrors.IsTransient(exception))
        {
            return ShortNap; // another scheduler was quicker
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            NotStored(exception.Message);
            return RetryPause;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Count} parts of the audit log are in the store")]
    private partial void Stored(int count);

    [LoggerMessage(2, LogLevel.Information, "{Count} old entries of the audit log were removed; they are in the store")]
    private partial void Cleared(int count);

    [LoggerMessage(3, LogLevel.Warning, "The audit log could not be brought into the store or cleared, trying again: {Reason}")]
    private partial void NotStored(string reason);
}
