namespace Holdfast.Client.Retention;

/// <summary>What retention does with one backup.</summary>
/// <param name="Timestamp">Which.</param>
/// <param name="Expires">Whether it goes.</param>
/// <param name="Reason">Why it goes or stays.</param>
public sealed record PlannedBackup(string Timestamp, bool Expires, string Reason);
