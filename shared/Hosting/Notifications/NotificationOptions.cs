namespace Holdfast.Hosting.Notifications;

/// <summary>The configuration section <c>Notification</c>: whom to tell of backups.</summary>
public sealed class NotificationOptions
{
    public const string Section = "Notification";

    /// <summary>Of what webhook and mail tell, separated by commas: those of <see cref="NotificationEvents"/>. Default: all but <c>success</c>.</summary>
    public string Events { get; set; } = "failure,recovery,overdue,suspicious,damaged";

    /// <summary>
    /// A backup is suspicious when a component has lost more than this share of its bytes since the last one that was not, in percent; 0 for never.
    /// Default 50.
    /// </summary>
    public int ShrinkPercent { get; set; } = 50;

    public WebhookOptions Webhook { get; set; } = new();

    public PingOptions Ping { get; set; } = new();

    public EmailOptions Email { get; set; } = new();

    /// <summary>Whether webhook and mail tell of an event.</summary>
    public bool Tells(string name) => NotificationEvents.Split(Events).Contains(name);
}
