using Holdfast.Contracts.Operations;
using Holdfast.State.Database;
using Holdfast.State.Restores;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.State.Operations;

/// <summary>Reads how operations stand.</summary>
public sealed class OperationQueries(HoldfastDb db)
{
    /// <summary>The operation that runs in a namespace; null when none does.</summary>
    public async Task<OperationStatus?> OngoingAsync(string @namespace, CancellationToken cancellationToken)
    {
        var id = await db.Locks.AsNoTracking().Where(row => row.Namespace == @namespace)
            .Select(row => row.OperationId).SingleOrDefaultAsync(cancellationToken);
        return id is null ? null : await FindAsync(id.Value, cancellationToken);
    }

    /// <summary>An operation by its id; null when there is no such operation.</summary>
    public async Task<OperationStatus?> FindAsync(Guid operationId, CancellationToken cancellationToken)
    {
        var backup = await db.Backups.AsNoTracking().SingleOrDefaultAsync(saga => saga.CorrelationId == operationId, cancellationToken);
        if (backup is not null)
        {
            return await StatusAsync(backup, OperationKind.Backup, cancellationToken);
        }

        var restore = await db.Restores.AsNoTracking().SingleOrDefaultAsync(saga => saga.CorrelationId == operationId, cancellationToken);
        return restore is null ? null : await StatusAsync(restore, OperationKind.Restore, cancellationToken);
    }

    /// <summary>The operation of a namespace that runs, else the one that ended last, an undo included; null when there was none.</summary>
    public async Task<OperationStatus?> LatestAsync(string @namespace, CancellationToken cancellationToken)
    {
        var backup = await LatestAsync(db.Backups, @namespace, null, cancellationToken);
        var restore = await LatestAsync(db.Restores, @namespace, null, cancellationToken);
        return backup is not null && (restore is null || (backup.EndedAt ?? DateTime.MaxValue) >= (restore.EndedAt ?? DateTime.MaxValue))
            ? await StatusAsync(backup, OperationKind.Backup, cancellationToken)
            : restore is null ? null : await StatusAsync(restore, OperationKind.Restore, cancellationToken);
    }

    /// <summary>The restore of a namespace that runs, else the one that ended last, an undo included; of one timestamp or of any. Null when there was none.</summary>
    public async Task<OperationStatus?> LatestRestoreAsync(string @namespace, string? timestamp, CancellationToken cancellationToken) =>
        await LatestAsync(db.Restores, @namespace, timestamp, cancellationToken) is { } restore
            ? await StatusAsync(restore, OperationKind.Restore, cancellationToken)
            : null;

    /// <summary>The findings of a dry run and the losses of a salvage.</summary>
    public Task<List<RestoreFinding>> FindingsAsync(Guid operationId, CancellationToken cancellationToken) =>
        db.RestoreFindings.AsNoTracking().Where(row => row.OperationId == operationId)
            .OrderBy(row => row.Component).ThenBy(row => row.Number).ToListAsync(cancellationToken);

    private static Task<T?> LatestAsync<T>(IQueryable<T> sagas, string @namespace, string? timestamp, CancellationToken cancellationToken)
        where T : OperationState =>
        sagas.AsNoTracking()
            .Where(saga => saga.Namespace == @namespace && (timestamp == null || saga.Timestamp == timestamp))
            .OrderByDescending(saga => saga.EndedAt == null).ThenByDescending(saga => saga.EndedAt).ThenByDescending(saga => saga.StartedAt).FirstOrDefaultAsync(cancellationToken);

    private async Task<OperationStatus> StatusAsync(OperationState saga, OperationKind kind, CancellationToken cancellationToken)
    {
        // Two queries, not a join: PostgreSQL has no statistics of rows as young as these, and would compare every row of one with every row of the other.
        var components = await db.Components.AsNoTracking().Where(row => row.OperationId == saga.CorrelationId)
            .Select(row => new { row.Component, row.State, row.Attempt, row.Error }).ToListAsync(cancellationToken);
        var progress = await db.Progress.AsNoTracking().Where(row => row.OperationId == saga.CorrelationId).ToDictionaryAsync(row => row.Component, cancellationToken);
        return new OperationStatus
        {
            OperationId = saga.CorrelationId,
            Kind = kind,
            Namespace = saga.Namespace,
            Timestamp = saga.Timestamp,
            State = saga.CurrentState,
            Drill = saga is RestoreState { Drill: true },
            Ongoing = saga.EndedAt is null,
            Status = saga.EndedAt is null
                ? StatusText.Ongoing(components.Select(row => (row.Component, row.State == RunState.Done)))
                : saga is RestoreState { Drill: true } ? StatusText.Drill(components.Count, saga.Error, saga.Cancelled)
                : saga.Error ?? StatusText.Success,
            StartedAt = saga.StartedAt,
            EndedAt = saga.EndedAt,
            Components = [.. from row in components
                             orderby row.Component
                             let heard = progress.GetValueOrDefault(row.Component)
                             select new ComponentStatus
                             {
                                 Component = row.Component,
                                 State = row.State.ToString(),
                                 Attempt = row.Attempt,
                                 Error = row.Error,
                                 DoneBytes = heard?.DoneBytes ?? 0,
                                 TotalBytes = heard?.TotalBytes,
                                 DoneFiles = heard?.DoneFiles ?? 0,
                             }],
        };
    }
}
