namespace Holdfast.Contracts.Backups;

/// <summary>Dump one database into a snapshot; answered with ComponentCompleted or ComponentFailed.</summary>
public sealed record DumpDatabase : BackupCommand;
