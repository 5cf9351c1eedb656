namespace Holdfast.Client.Schedule;

/// <summary>When the next regular backup, verification and drill are due, and what came of the last backups.</summary>
public sealed record BackupSchedule
{
    public required string Namespace { get; init; }

    public required bool Enabled { get; init; }

    public required string Frequency { get; init; }

    /// <summary>The zone in which every frequency here is meant.</summary>
    public required string TimeZone { get; init; }

    public DateTimeOffset? Next { get; init; }

    /// <summary>When the newest backup is verified; null while that is not scheduled.</summary>
    public ScheduledCheck? Verification { get; init; }

    /// <summary>When the restore of the newest backup is rehearsed; null while that is not scheduled.</summary>
    public ScheduledCheck? Drill { get; init; }

    /// <summary>What Holdfast requested by itself, newest first.</summary>
    public required IReadOnlyList<ScheduledBackup> Requested { get; init; }
}
