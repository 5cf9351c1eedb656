namespace Holdfast.Scheduler.Deletion;

/// <summary>Goes through the successes from the newest to the oldest and tells which of them stay for a day, week, month or year.</summary>
internal sealed class KeptPeriods(RetentionRule rule)
{
    private readonly List<(RetentionPeriod Period, int Count, HashSet<string> Seen)> _periods =
        [.. rule.Periods.Select(kept => (kept.Period, kept.Count, new HashSet<string>()))];

    /// <summary>The next older one.</summary>
    /// <returns>Why it stays; null when it does not stay for this.</returns>
    public string? Next(DateTime instant)
    {
        var reasons = new List<string>();
        foreach (var (period, count, seen) in _periods)
        {
            if (seen.Count < count && seen.Add(period.Of(instant)))
            {
                reasons.Add($"the newest of its {period.Name} (number {seen.Count} of {count} to keep)");
            }
        }

        return reasons.Count == 0 ? null : $"it is {string.Join(", ", reasons)}";
    }
}
