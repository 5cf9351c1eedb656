using Holdfast.State.Backups;

namespace Holdfast.Scheduler.Deletion;

/// <summary>Decides which backups have expired. Pure.</summary>
internal static class Retention
{
    /// <summary>
    /// The oldest successes of one namespace beyond the number to keep. Only successes count and only they expire; a pinned one neither counts nor
    /// expires; the newest success never expires.
    /// </summary>
    public static IEnumerable<BackupEntry> Expired(IEnumerable<BackupEntry> entries, int keep) =>
        entries.Where(entry => entry is { Status: BackupStatus.Success, Pinned: false })
            .OrderByDescending(entry => entry.Timestamp, StringComparer.Ordinal)
            .Skip(Math.Max(1, keep));
}
