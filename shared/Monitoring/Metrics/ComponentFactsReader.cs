using Holdfast.State.Backups;
using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Monitoring.Metrics;

/// <summary>Finds for each registered component the newest success that covers it: mostly the last one, but a backup may cover a part only.</summary>
internal static class ComponentFactsReader
{
    public static async Task<IReadOnlyList<ComponentFacts>> ReadAsync(HoldfastDb db, string name, EndedBackup? last, CancellationToken cancellationToken)
    {
        var registered = (await db.Registry.Where(row => row.Namespace == name).Select(row => row.Component).ToListAsync(cancellationToken))
            .Order().Take(StateSnapshotReader.MostComponents).ToList();
        var rows = last is null ? [] : await db.BackupEntryComponents.Where(row => row.Namespace == name && row.Timestamp == last.Timestamp).ToListAsync(cancellationToken);
        var found = rows.ToDictionary(row => row.Component, row => ComponentFacts.Of(row, last!.EndedAt));
        if (registered.Any(component => !found.ContainsKey(component)))
        {
            foreach (var facts in await OlderAsync(db, name, cancellationToken))
            {
                found.TryAdd(facts.Component, facts);
            }
        }

        return [.. registered.Select(component => found.GetValueOrDefault(component) ?? new ComponentFacts(component, null, null, null))];
    }

    private static async Task<IReadOnlyList<ComponentFacts>> OlderAsync(HoldfastDb db, string name, CancellationToken cancellationToken)
    {
        var newest =
            from row in db.BackupEntryComponents
            join entry in db.BackupEntries on new { row.Namespace, row.Timestamp } equals new { entry.Namespace, entry.Timestamp }
            where row.Namespace == name && entry.Status == BackupStatus.Success
            group row by row.Component into rows
            select new { Component = rows.Key, Timestamp = rows.Max(row => row.Timestamp) };
        var found = await (
            from one in newest
            join row in db.BackupEntryComponents on new { one.Component, one.Timestamp } equals new { row.Component, row.Timestamp }
            join entry in db.BackupEntries on new { row.Namespace, row.Timestamp } equals new { entry.Namespace, entry.Timestamp }
            where row.Namespace == name
            select new { row.Component, Ended = entry.EndedAt ?? entry.StartedAt, row }).ToListAsync(cancellationToken);
        return [.. found.Select(one => ComponentFacts.Of(one.row, one.Ended))];
    }
}
