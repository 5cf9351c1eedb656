using Holdfast.State.Backups;

namespace Holdfast.Scheduler.Deletion;

/// <summary>What retention has to know of a backup in the list.</summary>
internal sealed record RetentionCandidate(string Timestamp, BackupStatus Status, bool Pinned);
