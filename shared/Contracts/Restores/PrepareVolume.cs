namespace Holdfast.Contracts.Restores;

/// <summary>Build the tree beside the live one and check it. Answered with <see cref="ComponentPrepared"/> or ComponentFailed.</summary>
public sealed record PrepareVolume : SnapshotCommand;
