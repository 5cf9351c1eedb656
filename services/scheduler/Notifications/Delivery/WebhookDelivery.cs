using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Hosting.Notifications;
using Holdfast.Hosting.Outgoing;
using Holdfast.State.Notifications;

namespace Holdfast.Scheduler.Notifications.Delivery;

/// <summary>Posts the body as JSON, signed as https://www.standardwebhooks.com says: verifiers for it exist in most languages.</summary>
internal sealed class WebhookDelivery(OutgoingCalls calls, TimeProvider clock) : IDelivery
{
    private const string Base64Secret = "whsec_";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public NotificationChannel Channel => NotificationChannel.Webhook;

    public bool IsConfigured(NotificationOptions options) => options.Webhook.Url.Length > 0;

    public async Task DeliverAsync(Notification notification, NotificationOptions options, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address.Of(options.Webhook.Url));
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(notification.Body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        var (id, at) = (notification.Id.ToString(), clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at);
        if (options.Webhook.Secret.Length > 0)
        {
            request.Headers.Add("webhook-signature", $"v1,{Sign(options.Webhook.Secret, $"{id}.{at}.{notification.Body}")}");
        }

        await calls.SendAsync(request, Limit, clock, cancellationToken);
    }

    /// <summary>HMAC-SHA256 as Base64.</summary>
    private static string Sign(string secret, string content) => Convert.ToBase64String(HMACSHA256.HashData(KeyOf(secret), Encoding.UTF8.GetBytes(content)));

    private static byte[] KeyOf(string secret)
    {
        if (!secret.StartsWith(Base64Secret, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(secret);
        }

        try
        {
            return Convert.FromBase64String(secret[Base64Secret.Length..]);
        }
        catch (FormatException exception)
        {
            throw new DeliveryException("webhook.secret begins with whsec_, but what follows is not Base64", exception);
        }
    }
}
