using Holdfast.State.Backups;

namespace Holdfast.Scheduler.Deletion;

/// <summary>What retention has to know of a backup in the list; elsewhere is one in another store than the one to sweep.</summary>
internal sealed record RetentionCandidate(string Timestamp, BackupStatus Status, bool Pinned, bool Elsewhere = false);
