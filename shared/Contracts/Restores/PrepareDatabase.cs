namespace Holdfast.Contracts.Restores;

/// <summary>Build the database beside the live one and check it. Answered with <see cref="ComponentPrepared"/> or ComponentFailed.</summary>
public sealed record PrepareDatabase : SnapshotCommand
{
    /// <summary>Whether it will only be discarded, with all that was created for it.</summary>
    public bool Drill { get; init; }
}
