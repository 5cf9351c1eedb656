using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Hosting.Notifications;
using Holdfast.Scheduler.Notifications.Delivery;
using Holdfast.State.Notifications;

namespace Holdfast.Scheduler.Notifications.Events;

/// <summary>Makes the rows that are to be delivered: one for each way that is configured.</summary>
internal sealed class NotificationRows(IEnumerable<IDelivery> deliveries, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>For webhook and mail, if they are to tell of this.</summary>
    public IEnumerable<Notification> Of(Announcement told, NotificationOptions options) =>
        options.Tells(told.Event) ? Always(told, options) : [];

    /// <summary>For webhook and mail, whatever they are to tell of.</summary>
    public IEnumerable<Notification> Always(Announcement told, NotificationOptions options) =>
        from delivery in deliveries
        where delivery.Channel != NotificationChannel.Ping && delivery.IsConfigured(options)
        select Row(delivery.Channel, told.Event, told);

    /// <summary>For the dead man's switch.</summary>
    /// <param name="ping">One of <see cref="Pings"/>.</param>
    /// <param name="told">Its message goes along.</param>
    /// <param name="options">As they hold now.</param>
    public IEnumerable<Notification> Ping(string ping, Announcement told, NotificationOptions options) =>
        from delivery in deliveries
        where delivery.Channel == NotificationChannel.Ping && delivery.IsConfigured(options)
        select Row(delivery.Channel, ping, told);

    private Notification Row(NotificationChannel channel, string name, Announcement told)
    {
        var (id, now) = (Guid.NewGuid(), clock.GetUtcNow());
        return new Notification
        {
            Id = id,
            Namespace = told.Namespace,
            Channel = channel,
            Event = name,
            Subject = told.Subject,
            Body = channel == NotificationChannel.Webhook
                ? JsonSerializer.Serialize(new { Id = id, type = $"backup.{told.Event}", timestamp = now, Data = new { told.Namespace, Backup = told.Timestamp, told.Subject, told.Message } }, Json)
                : told.Message,
            CreatedAt = now.UtcDateTime,
            DueAt = now.UtcDateTime,
        };
    }
}
