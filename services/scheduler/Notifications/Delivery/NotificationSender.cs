using Holdfast.Hosting.Notifications;
using Holdfast.Hosting.Outgoing;
using Holdfast.Settings.Secrets;
using Holdfast.Settings.Stored;
using Holdfast.State.Database;
using Holdfast.State.Notifications;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Scheduler.Notifications.Delivery;

/// <summary>Delivers what is written down: at least once, each channel in order, again after 5 seconds to 10 minutes for a day.</summary>
/// <remarks>
/// Whoever tries a row first moves its due time on, so that two schedulers do not try it at once; one that dies in the middle leaves it to come due
/// again. A slow channel holds up no other.
/// </remarks>
internal sealed partial class NotificationSender(
    IDbContextFactory<HoldfastDb> dbs, SettingsReader settings, IEnumerable<IDelivery> deliveries, TimeProvider clock, ILogger<NotificationSender> log) :
    BackgroundService
{
    private const int Batch = 20;

    /// <summary>Longer than any attempt may take.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(1);
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = log;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(deliveries.Select(delivery => ServeAsync(delivery, stoppingToken)));

    private async Task ServeAsync(IDelivery delivery, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(PollInterval, clock, stoppingToken);
            try
            {
                await LookAsync(delivery, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LookFailed(exception, delivery.Channel);
            }
        }
    }

    private async Task LookAsync(IDelivery delivery, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow().UtcDateTime;
        var due = await db.Notifications.Where(row => row.EndedAt == null && row.Channel == delivery.Channel && row.DueAt <= now)
            .OrderBy(row => row.CreatedAt).Take(Batch).ToListAsync(cancellationToken);
        if (due.Count == 0)
        {
            return;
        }

        var options = await OptionsAsync(cancellationToken);
        foreach (var row in due)
        {
            if (await ClaimAsync(db, row, cancellationToken))
            {
                await TryAsync(db, delivery, row, options, cancellationToken);
            }
        }

        var old = clock.GetUtcNow().UtcDateTime - Remembered;
        await db.Notifications.Where(row => row.EndedAt < old).ExecuteDeleteAsync(cancellationToken);
    }

    /// <returns>Null when the secrets cannot be read: nothing can be delivered, but it is still to be.</returns>
    private async Task<NotificationOptions?> OptionsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await settings.OpenNotificationAsync(cancellationToken);
        }
        catch (SecretKeyException)
        {
            return null;
        }
    }

    /// <returns>False when another scheduler has it.</returns>
    private async Task<bool> ClaimAsync(HoldfastDb db, Notification row, CancellationToken cancellationToken)
    {
        (row.DueAt, row.Attempts, row.Version) = (clock.GetUtcNow().UtcDateTime + Lease, row.Attempts + 1, row.Version + 1);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            db.Entry(row).State = EntityState.Detached;
            return false;
        }
    }

    private async Task TryAsync(HoldfastDb db, IDelivery delivery, Notification row, NotificationOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            if (await IsSupersededAsync(db, row, cancellationToken))
            {
                End(row, delivered: false, "a newer ping took its place");
            }
            else if (options is null)
            {
                Postpone(row, "the secrets in notificationConfig cannot be read: the scheduler needs the key file (Secrets:KeyFile)");
            }
            else if (!delivery.IsConfigured(options))
            {
                End(row, delivered: false, "it is not configured any more");
            }
            else
            {
                await delivery.DeliverAsync(row, options, cancellationToken);
                End(row, delivered: true, problem: null);
            }
        }
        catch (CallFailedException exception)
        {
            Postpone(row, exception.Message);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Broke(exception, row.Event, row.Channel);
            Postpone(row, "it broke; see the log of the scheduler");
        }

        row.Version++;
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>A late ping would tell a dead man's switch something that is not so any more.</summary>
    private static async Task<bool> IsSupersededAsync(HoldfastDb db, Notification row, CancellationToken cancellationToken) =>
        row.Channel == NotificationChannel.Ping && row.Attempts > 1 && await db.Notifications.AnyAsync(
            other => other.Channel == row.Channel && other.Namespace == row.Namespace && other.CreatedAt > row.CreatedAt, cancellationToken);

    private void Postpone(Notification row, string problem)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (now - row.CreatedAt > GiveUpAfter)
        {
            End(row, delivered: false, problem);
            return;
        }

        row.Problem = problem;
        row.DueAt = now.AddSeconds(Math.Min(600, 5 * Math.Pow(2, Math.Min(10, row.Attempts - 1))));
        NotDelivered(row.Event, row.Channel, row.Attempts, problem);
    }

    private void End(Notification row, bool delivered, string? problem)
    {
        (row.EndedAt, row.Delivered, row.Problem) = (clock.GetUtcNow().UtcDateTime, delivered, problem);
        if (problem is not null)
        {
            GivenUp(row.Event, row.Channel, problem);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The notification {Event} could not be delivered by {Channel} (attempt {Attempt}), trying again: {Problem}")]
    private partial void NotDelivered(string @event, NotificationChannel channel, int attempt, string problem);

    [LoggerMessage(2, LogLevel.Warning, "The notification {Event} by {Channel} is given up: {Problem}")]
    private partial void GivenUp(string @event, NotificationChannel channel, string problem);

    [LoggerMessage(3, LogLevel.Error, "Delivering the notification {Event} by {Channel} broke")]
    private partial void Broke(Exception exception, string @event, NotificationChannel channel);

    [LoggerMessage(4, LogLevel.Warning, "Notifications by {Channel} could not be looked at, trying again")]
    private partial void LookFailed(Exception exception, NotificationChannel channel);
}
