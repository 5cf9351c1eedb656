namespace Holdfast.Api.Schedule;

/// <summary>The answer to <c>GET /api/schedule</c>.</summary>
internal sealed record ScheduleAnswer
{
    public required string Namespace { get; init; }

    public required bool Enabled { get; init; }

    public required string Frequency { get; init; }

    /// <summary>The zone in which <see cref="Frequency"/> is meant.</summary>
    public required string TimeZone { get; init; }

    /// <summary>When the next regular backup will be requested, jitter included; left out while none is due.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>What Holdfast requested by itself, newest first.</summary>
    public required IReadOnlyList<ScheduledBackupAnswer> Requested { get; init; }
}
