namespace Holdfast.Hosting.Notifications;

/// <summary>Of what can be told.</summary>
public static class NotificationEvents
{
    public const string Success = "success";

    public const string Failure = "failure";

    /// <summary>The first success after a failure.</summary>
    public const string Recovery = "recovery";

    /// <summary>No regular backup succeeded in time.</summary>
    public const string Overdue = "overdue";

    /// <summary>A component has become much smaller.</summary>
    public const string Suspicious = "suspicious";

    /// <summary>A verification found a stored backup damaged.</summary>
    public const string Damaged = "damaged";

    public static IReadOnlyList<string> All { get; } = [Success, Failure, Recovery, Overdue, Suspicious, Damaged];

    public static IEnumerable<string> Split(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
