using System.Text;
using Holdfast.Hosting.Notifications;
using Holdfast.Hosting.Outgoing;
using Holdfast.State.Notifications;

namespace Holdfast.Scheduler.Notifications.Delivery;

/// <summary>Posts to the URL of a dead man's switch, as healthchecks.io and those like it expect: <c>/start</c>, nothing, <c>/fail</c>.</summary>
internal sealed class PingDelivery(OutgoingCalls calls, TimeProvider clock) : IDelivery
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public NotificationChannel Channel => NotificationChannel.Ping;

    public bool IsConfigured(NotificationOptions options) => options.Ping.Url.Length > 0;

    public async Task DeliverAsync(Notification notification, NotificationOptions options, CancellationToken cancellationToken)
    {
        var url = notification.Event switch
        {
            Pings.Start => Address.Below(options.Ping.Url, "start"),
            Pings.Fail => Address.Below(options.Ping.Url, "fail"),
            Pings.Log => Address.Below(options.Ping.Url, "log"),
            _ => Address.Of(options.Ping.Url),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = new StringContent(notification.Body, Encoding.UTF8, "text/plain");
        await calls.SendAsync(request, Limit, clock, cancellationToken);
    }
}
