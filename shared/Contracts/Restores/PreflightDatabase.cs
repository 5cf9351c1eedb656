namespace Holdfast.Contracts.Restores;

/// <summary>Look whether one database can be restored here; change nothing. Answered with <see cref="PreflightReport"/> or ComponentFailed.</summary>
public sealed record PreflightDatabase : SnapshotCommand;
