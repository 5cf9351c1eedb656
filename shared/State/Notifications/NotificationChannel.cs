namespace Holdfast.State.Notifications;

/// <summary>How a notification leaves.</summary>
public enum NotificationChannel
{
    /// <summary>A signed call of a URL.</summary>
    Webhook,

    /// <summary>A dead man's switch that expects to hear of each backup.</summary>
    Ping,

    Email,
}
