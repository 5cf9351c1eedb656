namespace Holdfast.Hosting.Notifications;

/// <summary>A dead man's switch: it raises the alarm when it hears of no success.</summary>
public sealed class PingOptions
{
    /// <summary>Called after each success; with <c>/start</c> when a backup begins and <c>/fail</c> when it fails. Empty for none. May itself be a secret.</summary>
    public string Url { get; set; } = "";
}
