namespace Holdfast.Contracts.Retention;

/// <summary>What retention does with one backup.</summary>
public sealed record PlannedBackup
{
    public required string Timestamp { get; init; }

    /// <summary>Whether it goes.</summary>
    public required bool Expires { get; init; }

    /// <summary>Why it goes or stays, in plain words.</summary>
    public required string Reason { get; init; }
}
