namespace Holdfast.Scheduler.Notifications.Events;

/// <summary>Something to tell, before it is known to whom.</summary>
/// <param name="Event">One of <see cref="Hosting.Notifications.NotificationEvents"/>, or <c>test</c>.</param>
/// <param name="Namespace">Of what.</param>
/// <param name="Timestamp">Of the backup; null when it is of none.</param>
/// <param name="Subject">One line.</param>
/// <param name="Message">The whole, in plain words.</param>
internal sealed record Announcement(string Event, string Namespace, string? Timestamp, string Subject, string Message);
