using Holdfast.Contracts.Notifications;
using Holdfast.Hosting.Notifications;
using Holdfast.Hosting.Outgoing;
using Holdfast.Scheduler.Notifications.Delivery;
using Holdfast.Scheduler.Notifications.Events;
using Holdfast.Settings.Secrets;
using Holdfast.Settings.Stored;
using Holdfast.State.Notifications;
using MassTransit;

namespace Holdfast.Scheduler.Notifications;

/// <summary>Tries every way to tell that is configured, at once, and answers how it went.</summary>
internal sealed class NotificationTestConsumer(SettingsReader settings, NotificationRows rows, IEnumerable<IDelivery> deliveries) : IConsumer<TestNotifications>
{
    public async Task Consume(ConsumeContext<TestNotifications> context)
    {
        NotificationOptions options;
        try
        {
            options = await settings.OpenNotificationAsync(context.CancellationToken);
        }
        catch (SecretKeyException exception)
        {
            await context.RespondAsync(new NotificationsNotTested { Reason = exception.Message });
            return;
        }

        var told = BackupWords.Test(context.Message.Namespace, context.Message.RequestedBy);
        var results = await Task.WhenAll(
            from row in rows.Always(told, options).Concat(rows.Ping(Pings.Log, told, options))
            join delivery in deliveries on row.Channel equals delivery.Channel
            select TryAsync(delivery, row, options, context.CancellationToken));
        await context.RespondAsync(new NotificationsTested { Results = results });
    }

    private static async Task<TestedNotification> TryAsync(
        IDelivery delivery, Notification row, NotificationOptions options, CancellationToken cancellationToken)
    {
        var problem = "";
        try
        {
            await delivery.DeliverAsync(row, options, cancellationToken);
        }
        catch (CallFailedException exception)
        {
            problem = exception.Message;
        }

        return new TestedNotification { Channel = row.Channel.ToString().ToLowerInvariant(), Delivered = problem.Length == 0, Problem = problem };
    }
}
