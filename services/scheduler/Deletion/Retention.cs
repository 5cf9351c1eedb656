using Holdfast.Contracts.Retention;
using Holdfast.State.Backups;

namespace Holdfast.Scheduler.Deletion;

/// <summary>Decides which backups have expired. Pure.</summary>
internal static class Retention
{
    /// <summary>
    /// The oldest successes of one namespace beyond the number to keep go. Only successes count and only they expire; a pinned one neither counts
    /// nor expires, nor does one in another store; the newest success never expires; what a running operation uses stays for now.
    /// </summary>
    /// <param name="entries">Every backup in the list.</param>
    /// <param name="keep">Successes to keep.</param>
    /// <param name="inUse">Timestamps that a running operation uses.</param>
    /// <returns>A decision for each, oldest first.</returns>
    public static IReadOnlyList<PlannedBackup> Decide(IEnumerable<RetentionCandidate> entries, int keep, IReadOnlySet<string> inUse)
    {
        keep = Math.Max(1, keep);
        var newer = 0;
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
            _ when ++newer <= keep => Stays(entry, newer == 1 ? "it is the newest" : $"it is number {newer} of the newest {keep} to keep"),
            _ when inUse.Contains(entry.Timestamp) => Stays(entry, "a running operation uses it"),
            _ => new() { Timestamp = entry.Timestamp, Expires = true, Reason = $"{newer - 1} newer ones succeeded, and {keep} are to be kept" },
        };
    }

    private static PlannedBackup Stays(RetentionCandidate entry, string reason) => new() { Timestamp = entry.Timestamp, Expires = false, Reason = reason };
}
