namespace Holdfast.Contracts.Backups;

/// <summary>Archive one volume into a snapshot; answered with ComponentCompleted or ComponentFailed.</summary>
public sealed record ArchiveVolume : BackupCommand;
