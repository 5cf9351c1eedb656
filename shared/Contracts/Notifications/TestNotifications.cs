namespace Holdfast.Contracts.Notifications;

/// <summary>Tell everybody who would be told of backups that this is a test, now; answered with <see cref="NotificationsTested"/>.</summary>
public sealed record TestNotifications
{
    public required string Namespace { get; init; }

    public required string RequestedBy { get; init; }
}
