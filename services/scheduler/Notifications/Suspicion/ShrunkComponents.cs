using Holdfast.Contracts.Components;
using Holdfast.State.Backups;
using Holdfast.State.Database;
using Holdfast.State.Operations;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Notifications.Suspicion;

/// <summary>Finds components that have become much smaller: a volume that is not mounted and a truncated table back up without any error.</summary>
internal static class ShrunkComponents
{
    /// <summary>Components that were smaller change by any share for no reason.</summary>
    public const long LeastBytes = 1 << 20;

    /// <summary>So many backups that were not suspicious are looked at for one that covers a component.</summary>
    private const int Remembered = 10;

    /// <summary>Compares a backup with the last ones that were not suspicious themselves, or were accepted.</summary>
    /// <returns>The components that have lost more than the share, in words; null when there are none.</returns>
    public static async Task<string?> FindAsync(
        HoldfastDb db, string name, string timestamp, IReadOnlyList<OperationComponent> components, int shrinkPercent, CancellationToken cancellationToken)
    {
        if (shrinkPercent == 0)
        {
            return null;
        }

        var normal = await db.BackupEntries
            .Where(entry => entry.Namespace == name && entry.Status == BackupStatus.Success && string.Compare(entry.Timestamp, timestamp) < 0)
            .Where(entry => entry.Suspicion == null || entry.SuspicionAccepted)
            .OrderByDescending(entry => entry.Timestamp).Select(entry => entry.Timestamp).Take(Remembered).ToListAsync(cancellationToken);
        var sizes = await db.BackupEntryComponents.Where(row => row.Namespace == name && normal.Contains(row.Timestamp))
            .Select(row => new { row.Component, row.Timestamp, row.Snapshot.LogicalBytes }).ToListAsync(cancellationToken);
        var before = sizes.GroupBy(row => row.Component).ToDictionary(rows => rows.Key, rows => rows.MaxBy(row => row.Timestamp, StringComparer.Ordinal)!.LogicalBytes);
        return Words(components.Select(row => (row.Component, row.Snapshot!.LogicalBytes)), before, shrinkPercent);
    }

    internal static string? Words(IEnumerable<(ComponentId Component, long Bytes)> now, IReadOnlyDictionary<ComponentId, long> before, int shrinkPercent)
    {
        var shrunk =
            from one in now
            where before.TryGetValue(one.Component, out var bytes) && bytes >= LeastBytes && one.Bytes < bytes * (100 - shrinkPercent) / 100.0
            orderby one.Component
            select $"{one.Component} has {one.Bytes} bytes after {before[one.Component]}";
        return string.Join(", ", shrunk) is { Length: > 0 } text ? text : null;
    }
}
