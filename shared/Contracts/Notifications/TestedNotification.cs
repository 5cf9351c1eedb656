namespace Holdfast.Contracts.Notifications;

/// <summary>What came of a test of one way to tell.</summary>
public sealed record TestedNotification
{
    /// <summary><c>webhook</c>, <c>ping</c> or <c>email</c>.</summary>
    public required string Channel { get; init; }

    public required bool Delivered { get; init; }

    /// <summary>What is wrong, in plain words; never what the other side answered. Empty when it was delivered.</summary>
    public required string Problem { get; init; }
}
