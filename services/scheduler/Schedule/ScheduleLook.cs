namespace Holdfast.Scheduler.Schedule;

/// <summary>What a look at the schedule led to.</summary>
/// <param name="Requested">Why a backup was requested; null when none was.</param>
/// <param name="Next">When the next one is due; null when none ever is.</param>
/// <param name="StartSettled">Whether there is nothing left to decide about the backup at start.</param>
internal sealed record ScheduleLook(string? Requested, DateTime? Next, bool StartSettled);
