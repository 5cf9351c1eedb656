using System.Collections.Concurrent;
using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.State.Backups;

/// <summary>The sizes of complete backups. What a complete backup holds never changes, so the sums over its components are made once.</summary>
public sealed class BackupSizes
{
    /// <summary>More new ones than this are summed up with all others in one query.</summary>
    private const int Few = 100;

    private readonly ConcurrentDictionary<string, Dictionary<string, Size>> _namespaces = [];

    /// <summary>The sizes of the complete ones among all entries of a namespace, by their timestamps.</summary>
    internal async Task<IReadOnlyDictionary<string, Size>> OfAsync(
        HoldfastDb db, string @namespace, IReadOnlyList<BackupEntry> entries, CancellationToken cancellationToken)
    {
        var known = _namespaces.GetValueOrDefault(@namespace) ?? [];
        var (now, missing) = (new Dictionary<string, Size>(entries.Count), new Dictionary<string, BackupEntry>());
        foreach (var entry in entries.Where(entry => entry.Status == BackupStatus.Success))
        {
            if (known.TryGetValue(entry.Timestamp, out var size) && size.OperationId == entry.OperationId)
            {
                now[entry.Timestamp] = size;
            }
            else
            {
                missing[entry.Timestamp] = entry;
            }
        }

        if (missing.Count > 0)
        {
            var rows = db.BackupEntryComponents.AsNoTracking().Where(row => row.Namespace == @namespace);
            var some = missing.Count > Few ? rows : rows.Where(row => missing.Keys.Contains(row.Timestamp));
            await foreach (var sum in some.GroupBy(row => row.Timestamp)
                .Select(group => new { group.Key, Logical = group.Sum(row => row.Snapshot.LogicalBytes), Stored = group.Sum(row => row.Snapshot.StoredBytes) })
                .AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                if (missing.TryGetValue(sum.Key, out var entry))
                {
                    now[sum.Key] = new Size(entry.OperationId, sum.Logical, sum.Stored);
                }
            }
        }

        _namespaces[@namespace] = now;
        return now;
    }

    /// <summary>The size of one backup.</summary>
    /// <param name="OperationId">Who made it: the timestamp alone could be that of one that was deleted and found again.</param>
    /// <param name="LogicalBytes">Bytes a restore of all components brings back.</param>
    /// <param name="StoredBytes">Bytes the backup added to the store.</param>
    internal readonly record struct Size(Guid OperationId, long LogicalBytes, long StoredBytes);
}
