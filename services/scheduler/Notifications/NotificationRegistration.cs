using Holdfast.Contracts;
using Holdfast.Hosting;
using Holdfast.Hosting.Outgoing;
using Holdfast.Scheduler.Notifications.Delivery;
using Holdfast.Scheduler.Notifications.Events;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Scheduler.Notifications;

/// <summary>Lets the scheduler tell of backups.</summary>
internal static class NotificationRegistration
{
    public static void AddNotifications(this IHostApplicationBuilder builder)
    {
        builder.AddNotificationOptions();
        var services = builder.Services;
        services.TryAddSingleton<OutgoingCalls>();
        services.AddSingleton<IDelivery, WebhookDelivery>();
        services.AddSingleton<IDelivery, PingDelivery>();
        services.AddSingleton<IDelivery, EmailDelivery>();
        services.AddSingleton<NotificationRows>();
        services.AddHostedService<NotificationSender>();
        services.AddHostedService<OverdueWatch>();
    }

    public static void AddNotificationConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<BackupNews, InTransaction<BackupNews>>().Endpoint(endpoint => endpoint.Name = $"{Queues.Scheduler}-notifications");
        bus.AddConsumer<NotificationTestConsumer>().Endpoint(endpoint => endpoint.Name = $"{Queues.Scheduler}-notification-tests");
    }
}
