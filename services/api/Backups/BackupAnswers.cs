using Holdfast.Api.Operations;
using Holdfast.Hosting.Platform;
using Holdfast.State.Backups;
using Holdfast.State.Operations;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Backups;

/// <summary>Makes answers about backups of the own namespace from what the state database knows.</summary>
internal sealed class BackupAnswers(
    BackupQueries backups, OperationQueries operations, BackupUrls urls, IOptions<PlatformOptions> platform)
{
    private string Namespace => platform.Value.Namespace;

    /// <summary>All backups, oldest first.</summary>
    public async Task<IReadOnlyList<BackupAnswer>> ListAsync(CancellationToken cancellationToken)
    {
        var lines = new List<BackupAnswer>();
        foreach (var item in await backups.ListAsync(Namespace, cancellationToken))
        {
            lines.Add(await LineAsync(item, cancellationToken));
        }

        return lines;
    }

    /// <summary>
    /// The newest complete backup, with the newest attempt if that failed later; the newest attempt when none was ever complete; null when
    /// there was none at all.
    /// </summary>
    public async Task<BackupAnswer?> LatestAsync(CancellationToken cancellationToken)
    {
        var newest = await backups.LatestEndedAsync(Namespace, cancellationToken);
        if (newest is null or { State: BackupStatus.Success })
        {
            return newest is null ? null : await LineAsync(newest, cancellationToken);
        }

        return await backups.LatestSuccessAsync(Namespace, cancellationToken) is { } complete
            ? await LineAsync(complete, cancellationToken) with { LastFailure = new BackupAnswer.FailedAttempt(newest.Timestamp, newest.Status) }
            : await LineAsync(newest, cancellationToken);
    }

    /// <summary>One backup with its components; null when the database does not know it.</summary>
    public async Task<BackupAnswer?> FindAsync(string timestamp, CancellationToken cancellationToken)
    {
        if (await backups.FindAsync(Namespace, timestamp, cancellationToken) is not { } item)
        {
            return null;
        }

        var line = await LineAsync(item, cancellationToken);
        var snapshots = await backups.ComponentsAsync(Namespace, timestamp, cancellationToken);
        if (snapshots.Count > 0)
        {
            return line with { Components = snapshots.Select(ComponentAnswer.Of) };
        }

        return await operations.FindAsync(item.OperationId, cancellationToken) is { } operation
            ? line with { Progress = ProgressAnswer.Of(operation), Components = operation.Components.Select(ComponentAnswer.Of) }
            : line;
    }

    private async Task<BackupAnswer> LineAsync(BackupListItem item, CancellationToken cancellationToken) => new()
    {
        BackupUrl = await urls.OfAsync(item.StoreVersion, item.Namespace, item.Timestamp, cancellationToken),
        Namespace = item.Namespace,
        Status = item.Status,
        Timestamp = item.Timestamp,
        OperationId = item.OperationId == Guid.Empty ? null : item.OperationId, // empty: found in the store
        Label = item.Label,
        Pinned = item.Pinned ? true : null,
        Suspicion = item.Suspicion,
        StartedAt = item.StartedAt,
        EndedAt = item.EndedAt,
        LogicalBytes = item.State == BackupStatus.Success ? item.LogicalBytes : null,
        StoredBytes = item.State == BackupStatus.Success ? item.StoredBytes : null,
    };
}
