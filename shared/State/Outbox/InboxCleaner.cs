using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.State.Outbox;

/// <summary>Forgets handled messages and rejected requests after a week: no broker delivers one again that late.</summary>
internal sealed partial class InboxCleaner(IDbContextFactory<HoldfastDb> dbs, TimeProvider clock, ILogger<InboxCleaner> log) : BackgroundService
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(7);
    private readonly ILogger _log = log;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var db = await dbs.CreateDbContextAsync(stoppingToken);
                var limit = clock.GetUtcNow().UtcDateTime - Keep;
                await db.Inbox.Where(message => message.ConsumedAt < limit).ExecuteDeleteAsync(stoppingToken);
                await db.RejectedRequests.Where(request => request.RejectedAt < limit).ExecuteDeleteAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                CleaningFailed(exception);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Old rows of the inbox could not be removed, trying again in an hour")]
    private partial void CleaningFailed(Exception exception);
}
