namespace Holdfast.Monitoring.Metrics;

/// <summary>A backup that ended.</summary>
/// <param name="Timestamp">Its name.</param>
/// <param name="Success">Whether it is complete.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; when it began, where the store does not tell.</param>
internal sealed record EndedBackup(string Timestamp, bool Success, DateTime StartedAt, DateTime EndedAt);
