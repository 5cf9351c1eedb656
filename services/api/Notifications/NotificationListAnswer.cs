namespace Holdfast.Api.Notifications;

/// <summary>The last notifications, newest first.</summary>
internal sealed record NotificationListAnswer(IEnumerable<NotificationAnswer> Notifications);
