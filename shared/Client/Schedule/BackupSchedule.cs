namespace Holdfast.Client.Schedule;

/// <summary>When the next regular backup is due, and what came of the last ones.</summary>
public sealed record BackupSchedule
{
    public required string Namespace { get; init; }

    public required bool Enabled { get; init; }

    public required string Frequency { get; init; }

    /// <summary>The zone in which <see cref="Frequency"/> is meant.</summary>
    public required string TimeZone { get; init; }

    public DateTimeOffset? Next { get; init; }

    /// <summary>What Holdfast requested by itself, newest first.</summary>
    public required IReadOnlyList<ScheduledBackup> Requested { get; init; }
}
