using Holdfast.Hosting.Outgoing;

namespace Holdfast.Scheduler.Notifications.Delivery;

/// <summary>A notification was not accepted.</summary>
internal sealed class DeliveryException(string message, Exception? inner = null) : CallFailedException(message, inner);
