namespace Holdfast.Client.Backups;

/// <summary>A backup that failed.</summary>
/// <param name="Timestamp">Its own.</param>
/// <param name="Status">Its first error.</param>
public sealed record FailedBackup(string Timestamp, string Status);
