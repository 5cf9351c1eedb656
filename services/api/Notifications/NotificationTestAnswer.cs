namespace Holdfast.Api.Notifications;

/// <summary>What came of a test of every way to tell.</summary>
internal sealed record NotificationTestAnswer(IEnumerable<NotificationTestAnswer.Way> Results)
{
    /// <summary>One way to tell.</summary>
    /// <param name="Channel">webhook, ping or email.</param>
    /// <param name="Delivered">Whether it worked.</param>
    /// <param name="Problem">Why it did not.</param>
    internal sealed record Way(string Channel, bool Delivered, string? Problem);
}
