using Holdfast.Contracts.Components;
using Holdfast.State.Database;
using Holdfast.State.Operations;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.State.Backups;

/// <summary>Reads the backup list.</summary>
public sealed class BackupQueries(HoldfastDb db, OperationQueries operations, BackupSizes sizes)
{
    /// <summary>Every backup of a namespace that this database knows, oldest first.</summary>
    public async Task<IReadOnlyList<BackupListItem>> ListAsync(string @namespace, CancellationToken cancellationToken)
    {
        var entries = await db.BackupEntries.AsNoTracking().Where(entry => entry.Namespace == @namespace)
            .OrderBy(entry => entry.Timestamp).ToListAsync(cancellationToken);
        var known = await sizes.OfAsync(db, @namespace, entries, cancellationToken);
        var items = new List<BackupListItem>(entries.Count);
        foreach (var entry in entries)
        {
            var size = known.GetValueOrDefault(entry.Timestamp);
            items.Add(Item(entry, await StatusAsync(entry, cancellationToken), size.LogicalBytes, size.StoredBytes));
        }

        return items;
    }

    /// <summary>A text that differs whenever <see cref="ListAsync"/> would give something else, at a tenth of its cost: the rows, put together by the database.</summary>
    public async Task<string> StampAsync(string @namespace, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<string?>(
            $"""
            SELECT string_agg("Timestamp" || CAST("OperationId" AS text) || "Status" || CAST("StoreVersion" AS text) || '|' || coalesce("Error", '') || '|'
                || CAST("Pinned" AS text) || CAST("SuspicionAccepted" AS text) || coalesce("Suspicion", '') || '|' || coalesce("Label", '') || '|'
                || CAST("StartedAt" AS text) || coalesce(CAST("EndedAt" AS text), ''), ',') AS "Value"
            FROM "BackupEntries" WHERE "Namespace" = {@namespace}
            """).ToListAsync(cancellationToken);
        var stamp = rows[0] ?? "";
        var ongoing = await db.BackupEntries.Where(entry => entry.Namespace == @namespace && entry.Status == BackupStatus.Ongoing)
            .Select(entry => entry.OperationId).ToListAsync(cancellationToken);
        foreach (var operation in ongoing)
        {
            stamp += (await operations.FindAsync(operation, cancellationToken))?.Status;
        }

        return stamp;
    }

    /// <summary>One backup; null when this database does not know it.</summary>
    public async Task<BackupListItem?> FindAsync(string @namespace, string timestamp, CancellationToken cancellationToken)
    {
        var entry = await db.BackupEntries.AsNoTracking()
            .SingleOrDefaultAsync(entry => entry.Namespace == @namespace && entry.Timestamp == timestamp, cancellationToken);
        return entry is null ? null : await ItemAsync(entry, cancellationToken);
    }

    /// <summary>The newest complete backup; null when there is none.</summary>
    public async Task<BackupListItem?> LatestSuccessAsync(string @namespace, CancellationToken cancellationToken)
    {
        var entry = await db.BackupEntries.AsNoTracking()
            .Where(entry => entry.Namespace == @namespace && entry.Status == BackupStatus.Success)
            .OrderByDescending(entry => entry.Timestamp).FirstOrDefaultAsync(cancellationToken);
        return entry is null ? null : await ItemAsync(entry, cancellationToken);
    }

    /// <summary>The newest backup that ended, whether it is complete or failed; null when there is none.</summary>
    public async Task<BackupListItem?> LatestEndedAsync(string @namespace, CancellationToken cancellationToken)
    {
        var entry = await db.BackupEntries.AsNoTracking()
            .Where(entry => entry.Namespace == @namespace && (entry.Status == BackupStatus.Success || entry.Status == BackupStatus.Failed))
            .OrderByDescending(entry => entry.Timestamp).FirstOrDefaultAsync(cancellationToken);
        return entry is null ? null : await ItemAsync(entry, cancellationToken);
    }

    /// <summary>The components of a complete backup with their snapshots; empty when it is not complete or not known.</summary>
    public async Task<IReadOnlyList<ComponentSnapshot>> ComponentsAsync(string @namespace, string timestamp, CancellationToken cancellationToken)
    {
        var rows = await db.BackupEntryComponents.AsNoTracking()
            .Where(row => row.Namespace == @namespace && row.Timestamp == timestamp).ToListAsync(cancellationToken);
        return [.. rows.OrderBy(row => row.Component).Select(row => row.Snapshot.ToContract(row.Component))];
    }

    private async Task<BackupListItem> ItemAsync(BackupEntry entry, CancellationToken cancellationToken)
    {
        var components = await ComponentsAsync(entry.Namespace, entry.Timestamp, cancellationToken);
        return Item(
            entry,
            await StatusAsync(entry, cancellationToken),
            components.Sum(component => component.Size.LogicalBytes),
            components.Sum(component => component.Size.StoredBytes));
    }

    private async Task<string> StatusAsync(BackupEntry entry, CancellationToken cancellationToken) => entry.Status switch
    {
        BackupStatus.Success => StatusText.Success,
        BackupStatus.Failed => entry.Error ?? "failed",
        BackupStatus.Deleting => "deleting",
        _ => (await operations.FindAsync(entry.OperationId, cancellationToken))?.Status ?? StatusText.Ongoing([]),
    };

    private static BackupListItem Item(BackupEntry entry, string status, long logical, long stored) => new()
    {
        Namespace = entry.Namespace,
        Timestamp = entry.Timestamp,
        OperationId = entry.OperationId,
        State = entry.Status,
        Status = status,
        Label = entry.Label,
        Pinned = entry.Pinned,
        Suspicion = entry.SuspicionAccepted ? null : entry.Suspicion,
        StoreVersion = entry.StoreVersion,
        StartedAt = entry.StartedAt,
        EndedAt = entry.EndedAt,
        LogicalBytes = logical,
        StoredBytes = stored,
    };
}
