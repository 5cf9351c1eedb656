namespace Holdfast.Contracts.Notifications;

/// <summary>What came of <see cref="TestNotifications"/>.</summary>
public sealed record NotificationsTested
{
    /// <summary>One for each way that is configured.</summary>
    public required IReadOnlyList<TestedNotification> Results { get; init; }
}
