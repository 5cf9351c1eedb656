namespace Holdfast.Scheduler.Notifications.Delivery;

/// <summary>A notification was not accepted. The message names neither a URL nor anything that the other side answered, but its status.</summary>
internal sealed class DeliveryException(string message, Exception? inner = null) : Exception(message, inner);
