using Holdfast.Hosting.Notifications;
using Holdfast.Hosting.Outgoing;
using Holdfast.State.Notifications;

namespace Holdfast.Scheduler.Notifications.Delivery;

/// <summary>Takes notifications of one channel out of the house.</summary>
internal interface IDelivery
{
    NotificationChannel Channel { get; }

    bool IsConfigured(NotificationOptions options);

    /// <summary>Delivers. May be called again for the same id: the other side can tell by it.</summary>
    /// <exception cref="CallFailedException">It was not accepted, as far as is known.</exception>
    Task DeliverAsync(Notification notification, NotificationOptions options, CancellationToken cancellationToken);
}
