using Holdfast.Api.Backups;
using Holdfast.Api.Operations;
using Holdfast.Contracts.Operations;
using Holdfast.Hosting.Platform;
using Holdfast.State.Database;
using Holdfast.State.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Restores;

/// <summary>Makes answers about restores into the own namespace from what the state database knows.</summary>
internal sealed class RestoreAnswers(
    HoldfastDb db, OperationQueries operations, BackupUrls urls, IOptions<PlatformOptions> platform, TimeProvider clock)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>The restore that runs or ended last, an undo included; of one timestamp or of any. Null when there was none.</summary>
    public async Task<RestoreAnswer?> LatestAsync(string? timestamp, CancellationToken cancellationToken)
    {
        if (await operations.LatestRestoreAsync(platform.Value.Namespace, timestamp, cancellationToken) is not { } operation)
        {
            return null;
        }

        var saga = await db.Restores.AsNoTracking().SingleAsync(saga => saga.CorrelationId == operation.OperationId, cancellationToken);
        var findings = await FindingsAsync(operation.OperationId, cancellationToken);
        return new RestoreAnswer
        {
            BackupUrl = (await urls.StoreAsync(saga.StoreVersion, cancellationToken)).LocalLocation,
            Namespace = operation.Namespace,
            Status = operation.Status,
            Timestamp = operation.Timestamp,
            OperationId = operation.OperationId,
            SourceNamespace = saga.SourceNamespace,
            State = operation.State,
            DryRun = saga.DryRun ? true : null,
            Drill = saga.Drill ? true : null,
            Salvage = saga.Salvage ? true : null,
            StartedAt = operation.StartedAt,
            EndedAt = operation.EndedAt,
            UndoUntil = saga.UndoUntil,
            Undoable = await UndoableAsync(cancellationToken),
            Findings = findings.Count > 0 ? findings : null,
            Progress = operation.Ongoing ? ProgressAnswer.Of(operation) : null,
            Components = operation.Components.Select(ComponentAnswer.Of),
        };
    }

    /// <summary>Waits for the end of a dry run.</summary>
    /// <returns>What came of it; null when it takes longer than the limit.</returns>
    public async Task<DryRunAnswer?> DryRunAsync(Guid operationId, TimeSpan limit, CancellationToken cancellationToken)
    {
        var since = clock.GetTimestamp();
        OperationStatus? operation;
        while ((operation = await operations.FindAsync(operationId, cancellationToken)) is not { Ongoing: false })
        {
            if (clock.GetElapsedTime(since) > limit)
            {
                return null;
            }

            await Task.Delay(LookInterval, clock, cancellationToken);
        }

        var saga = await db.Restores.AsNoTracking().SingleAsync(saga => saga.CorrelationId == operationId, cancellationToken);
        var findings = await FindingsAsync(operationId, cancellationToken);
        var problems = findings.Count(finding => finding.Blocking);
        var failed = operation.Status != StatusText.Success;
        return new DryRunAnswer
        {
            Code = StatusCodes.Status200OK,
            Message = failed ? operation.Status : problems > 0 ? $"the restore would fail: {problems} problems" : "the restore would succeed",
            WouldSucceed = !failed && problems == 0,
            Timestamp = operation.Timestamp,
            SourceNamespace = saga.SourceNamespace,
            Plan = [.. operation.Components.Select(component => component.Component)],
            LeftOut = saga.DisabledServices,
            Findings = findings,
        };
    }

    /// <summary>The restore that can be undone; null when there is none.</summary>
    /// <param name="timestamp">The backup it brought back, for whoever wants to be sure.</param>
    public Task<Guid?> UndoableAsync(string? timestamp, CancellationToken cancellationToken) => db.Restores.AsNoTracking()
        .Where(saga => saga.Namespace == platform.Value.Namespace && saga.UndoUntil != null && (timestamp == null || saga.Timestamp == timestamp))
        .OrderByDescending(saga => saga.StartedAt).Select(saga => (Guid?)saga.CorrelationId).FirstOrDefaultAsync(cancellationToken);

    private async Task<UndoableAnswer?> UndoableAsync(CancellationToken cancellationToken)
    {
        var id = await UndoableAsync(null, cancellationToken);
        var now = clock.GetUtcNow().UtcDateTime;
        if (await db.Restores.AsNoTracking().SingleOrDefaultAsync(saga => saga.CorrelationId == id && saga.UndoUntil > now, cancellationToken) is not { } saga)
        {
            return null;
        }

        return new UndoableAnswer
        {
            OperationId = saga.CorrelationId,
            Timestamp = saga.Timestamp,
            SourceNamespace = saga.SourceNamespace,
            Until = saga.UndoUntil!.Value,
            Components = await db.Components.AsNoTracking().Where(row => row.OperationId == id)
                .OrderBy(row => row.Component).Select(row => row.Component).ToListAsync(cancellationToken),
        };
    }

    private async Task<IReadOnlyList<FindingAnswer>> FindingsAsync(Guid operationId, CancellationToken cancellationToken) =>
    [
        .. (await operations.FindingsAsync(operationId, cancellationToken))
            .Select(finding => new FindingAnswer(finding.Component, finding.Blocking, finding.Text)),
    ];
}
