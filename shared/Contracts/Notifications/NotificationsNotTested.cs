namespace Holdfast.Contracts.Notifications;

/// <summary>Why nothing could be tested.</summary>
public sealed record NotificationsNotTested
{
    public required string Reason { get; init; }
}
