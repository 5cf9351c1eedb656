namespace Holdfast.Api.Schedule;

/// <summary>The answer to <c>GET /api/schedule</c>.</summary>
internal sealed record ScheduleAnswer
{
    public required string Namespace { get; init; }

    public required bool Enabled { get; init; }

    public required string Frequency { get; init; }

    /// <summary>The zone in which every frequency here is meant.</summary>
    public required string TimeZone { get; init; }

    /// <summary>When the next regular backup will be requested, jitter included; left out while none is due.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>When the newest backup is verified; left out while that is not scheduled.</summary>
    public ScheduledCheckAnswer? Verification { get; init; }

    /// <summary>When the restore of the newest backup is rehearsed; left out while that is not scheduled.</summary>
    public ScheduledCheckAnswer? Drill { get; init; }

    /// <summary>What Holdfast requested by itself, newest first.</summary>
    public required IReadOnlyList<ScheduledBackupAnswer> Requested { get; init; }
}
