namespace Holdfast.Monitoring.Metrics;

/// <summary>A verification that read all of a backup.</summary>
/// <param name="Timestamp">Of the backup.</param>
/// <param name="Problems">How much is wrong with it.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="ReadBytes">How much it read.</param>
internal sealed record EndedVerification(string Timestamp, int Problems, DateTime StartedAt, DateTime EndedAt, long ReadBytes);
