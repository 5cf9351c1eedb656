using Holdfast.Contracts.Components;
using Holdfast.State.Backups;
using Holdfast.State.Database;
using Holdfast.State.Operations;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Backups;

/// <summary>Finds what a backup may deduplicate against.</summary>
internal static class ParentSnapshots
{
    /// <summary>Of each component the snapshot in the newest complete backup that has it and is not being deleted.</summary>
    /// <param name="db">The state.</param>
    /// <param name="namespace">Of the backup.</param>
    /// <param name="storeVersions">Versions of the store's document that lead to the store of the backup; what lies elsewhere is of no use.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public static async Task<Dictionary<ComponentId, SnapshotRow>> FindAsync(HoldfastDb db, string @namespace, IReadOnlyList<int> storeVersions, CancellationToken cancellationToken)
    {
        var good =
            from row in db.BackupEntryComponents.AsNoTracking()
            join entry in db.BackupEntries on new { row.Namespace, row.Timestamp } equals new { entry.Namespace, entry.Timestamp }
            where row.Namespace == @namespace && entry.Status == BackupStatus.Success && storeVersions.Contains(entry.StoreVersion)
            select row;
        var newest = await good.GroupBy(row => row.Component)
            .Select(group => new { Component = group.Key, Timestamp = group.Max(row => row.Timestamp) })
            .ToDictionaryAsync(row => row.Component, row => row.Timestamp, cancellationToken);
        var timestamps = newest.Values.Distinct().ToList();
        var rows = await good.Where(row => timestamps.Contains(row.Timestamp)).ToListAsync(cancellationToken);
        return rows.Where(row => newest[row.Component] == row.Timestamp).ToDictionary(row => row.Component, row => row.Snapshot);
    }
}
