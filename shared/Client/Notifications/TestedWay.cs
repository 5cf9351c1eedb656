namespace Holdfast.Client.Notifications;

/// <summary>What came of a test of one way to tell.</summary>
/// <param name="Channel">webhook, ping or email.</param>
/// <param name="Delivered">Whether it worked.</param>
/// <param name="Problem">Why it did not.</param>
public sealed record TestedWay(string Channel, bool Delivered, string? Problem);
