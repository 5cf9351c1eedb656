using Holdfast.Contracts;
using Holdfast.Contracts.Retention;
using Holdfast.State.Backups;

namespace Holdfast.Scheduler.Deletion;

/// <summary>Decides which backups have expired. Pure.</summary>
internal static class Retention
{
    /// <summary>
    /// The successes of one namespace that the rule does not keep go. Only successes count and only they expire; a pinned one neither counts
    /// nor expires, nor does one in another store, or one whose age is not known; the newest success never expires; what a running operation
    /// uses stays for now.
    /// </summary>
    /// <param name="entries">Every backup in the list.</param>
    /// <param name="rule">What to keep.</param>
    /// <param name="inUse">Timestamps that a running operation uses.</param>
    /// <returns>A decision for each, oldest first.</returns>
    public static IReadOnlyList<PlannedBackup> Decide(IEnumerable<RetentionCandidate> entries, RetentionRule rule, IReadOnlySet<string> inUse)
    {
        var (keep, newer, periods) = (Math.Max(1, rule.Newest), 0, new KeptPeriods(rule));
        var decisions = entries.OrderByDescending(entry => entry.Timestamp, StringComparer.Ordinal).Select(Decide).ToList();
        decisions.Reverse();
        return decisions;

        PlannedBackup Decide(RetentionCandidate entry) => entry switch
        {
            { Status: BackupStatus.Failed } => Stays(entry, "it failed: it does not count, and what it left in the store goes a day later"),
            { Status: BackupStatus.Ongoing } => Stays(entry, "it is being made"),
            { Status: BackupStatus.Deleting } => new() { Timestamp = entry.Timestamp, Expires = true, Reason = "it is being deleted" },
            { Elsewhere: true } => Stays(entry, "it lies in another store than backups go to now: it stays and does not count"),
            { Pinned: true } => Stays(entry, "it is pinned: it stays and does not count"),
            _ => DecideCounted(entry),
        };

        PlannedBackup DecideCounted(RetentionCandidate entry)
        {
            if (!BackupTimestamp.TryParse(entry.Timestamp, out var timestamp))
            {
                return Stays(entry, "its timestamp does not tell its age: it stays and does not count");
            }

            var reason = Kept(timestamp.Instant.UtcDateTime) ?? (inUse.Contains(entry.Timestamp) ? "a running operation uses it" : null);
            return reason is null ? new() { Timestamp = entry.Timestamp, Expires = true, Reason = Expired() } : Stays(entry, reason);
        }

        string? Kept(DateTime instant)
        {
            var period = periods.Next(instant); // also those among the newest stand for their day, week, month and year
            return ++newer > keep ? period : newer == 1 ? "it is the newest" : $"it is number {newer} of the newest {keep} to keep";
        }

        string Expired() => $"{newer - 1} newer ones succeeded, and {keep} are to be kept"
            + (rule.Periods.Any() ? $", and no {string.Join(" or ", rule.Periods.Select(kept => kept.Period.Name))} needs it" : "");
    }

    private static PlannedBackup Stays(RetentionCandidate entry, string reason) => new() { Timestamp = entry.Timestamp, Expires = false, Reason = reason };
}
