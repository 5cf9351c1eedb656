namespace Holdfast.Hosting.Notifications;

/// <summary>A URL that is called with each event.</summary>
public sealed class WebhookOptions
{
    /// <summary>Empty for none. May itself be a secret.</summary>
    public string Url { get; set; } = "";

    /// <summary>Signs the calls: any text, or <c>whsec_</c> and Base64. Without one they are not signed.</summary>
    public string Secret { get; set; } = "";
}
