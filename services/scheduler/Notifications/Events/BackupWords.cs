using System.Globalization;
using Holdfast.Contracts.Backups;
using Holdfast.Hosting.Notifications;

namespace Holdfast.Scheduler.Notifications.Events;

/// <summary>How backups are told of. Pure.</summary>
internal static class BackupWords
{
    private const int ProblemsTold = 10;

    public static Announcement Success(BackupCompleted completed) => new(
        NotificationEvents.Success,
        completed.Namespace,
        completed.Timestamp,
        $"Backup {completed.Timestamp} of {completed.Namespace} succeeded",
        $"The backup {completed.Timestamp} of {completed.Namespace} succeeded: {completed.Components.Count} components, "
        + $"{Bytes(completed.Components.Sum(component => component.Size.LogicalBytes))} in all, "
        + $"{Bytes(completed.Components.Sum(component => component.Size.StoredBytes))} added to the store, in {completed.EndedAt - completed.StartedAt:h\\:mm\\:ss}.");

    public static Announcement Recovery(BackupCompleted completed) => Success(completed) with
    {
        Event = NotificationEvents.Recovery,
        Subject = $"Backups of {completed.Namespace} succeed again: {completed.Timestamp}",
    };

    public static Announcement Failure(BackupFailed failed) => new(
        NotificationEvents.Failure,
        failed.Namespace,
        failed.Timestamp,
        $"Backup {failed.Timestamp} of {failed.Namespace} failed",
        $"The backup {failed.Timestamp} of {failed.Namespace} failed: {failed.Reason}. Earlier backups are untouched.");

    public static Announcement Suspicious(string name, string timestamp, string suspicion) => new(
        NotificationEvents.Suspicious,
        name,
        timestamp,
        $"Backup {timestamp} of {name} is much smaller than those before",
        $"The backup {timestamp} of {name} succeeded, but {suspicion}. Retention by itself removes nothing until a backup is as large as before, "
        + $"or this size is accepted: POST /api/backup/{timestamp}/accept.");

    public static Announcement Damaged(BackupVerified verified) => new(
        NotificationEvents.Damaged,
        verified.Namespace,
        verified.Timestamp,
        $"Backup {verified.Timestamp} of {verified.Namespace} is damaged",
        $"A verification found the backup {verified.Timestamp} of {verified.Namespace} damaged: {string.Join("; ", verified.Problems.Take(ProblemsTold))}"
        + $"{(verified.Problems.Count > ProblemsTold ? $"; and {verified.Problems.Count - ProblemsTold} more" : "")}. "
        + "Make a backup now: it stores damaged content anew where that is still there.");

    public static Announcement Overdue(string name, DateTimeOffset expectedBy) => new(
        NotificationEvents.Overdue,
        name,
        null,
        $"No backup of {name} succeeded in time",
        $"A regular backup of {name} should have succeeded by {expectedBy.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}, but none has.");

    public static Announcement Test(string name, string by) => new(
        "test", name, null, $"Test of notifications of {name}", $"This is a test of notifications of {name}, asked for by {by}. Nothing has happened.");

    private static string Bytes(long bytes)
    {
        string[] units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1024 && unit < units.Length - 1; unit++)
        {
            value /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {units[unit]}");
    }
}
