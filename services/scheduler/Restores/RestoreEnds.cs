using Holdfast.Contracts.Restores;
using Holdfast.Scheduler.Operations;
using Holdfast.Scheduler.Watch;
using Holdfast.State.Operations;
using Holdfast.State.Restores;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Restores;

/// <summary>How a restore ends.</summary>
internal sealed class RestoreEnds(SchedulerOptions options, TimeProvider clock)
{
    /// <summary>All components hold the backup's state, or a dry run has looked at all of them, or a drill has rebuilt and removed all of them.</summary>
    public async Task CompleteAsync(BehaviorContext<RestoreState> context)
    {
        var (saga, db, cancellationToken) = (context.Saga, context.Db(), context.CancellationToken);
        await EndAsync(context, KindOf(saga));
        var real = saga is { DryRun: false, Drill: false };
        if (real)
        {
            await CloseEarlierWindowsAsync(context);
            saga.UndoUntil = saga.EndedAt + options.UndoWindow;
        }

        await db.SaveChangesAsync(cancellationToken); // so that the findings of this very message are read back too
        var findings = await db.RestoreFindings.AsNoTracking().Where(row => row.OperationId == saga.CorrelationId && !real)
            .OrderBy(row => row.Component).ThenBy(row => row.Number).ToListAsync(cancellationToken);
        var components = await ComponentSteps<RestoreState>.AllAsync(context);
        await context.Publish(
            new RestoreCompleted
            {
                OperationId = saga.CorrelationId,
                Namespace = saga.Namespace,
                Timestamp = saga.Timestamp,
                Components = [.. components.Select(row => row.Component)],
                DryRun = !real,
                Drill = saga.Drill,
                UndoUntil = saga.UndoUntil,
                Preflight = [.. findings.Select(row => new PreflightFinding { Component = row.Component, Blocking = row.Blocking, Text = row.Text })],
            },
            cancellationToken);
    }

    /// <summary>Every component holds what it held before, unless the error says otherwise.</summary>
    public async Task FailAsync(BehaviorContext<RestoreState> context)
    {
        var saga = context.Saga;
        await EndAsync(context, KindOf(saga));
        await context.Publish(
            new RestoreFailed
            {
                OperationId = saga.CorrelationId,
                Namespace = saga.Namespace,
                Timestamp = saga.Timestamp,
                Reason = saga.Error!,
                Cancelled = saga.Cancelled,
                Drill = saga.Drill,
            },
            context.CancellationToken);
    }

    /// <summary>Every component holds again what it held before the restore.</summary>
    public async Task UndoneAsync(BehaviorContext<RestoreState> context)
    {
        var saga = context.Saga;
        await EndAsync(context, EndedOperations.Undo);
        await context.Publish(
            new RestoreUndone { OperationId = saga.CorrelationId, Namespace = saga.Namespace, Timestamp = saga.Timestamp },
            context.CancellationToken);
    }

    /// <summary>Adds to the error each component that could not be brought back or cleaned up: an operator has to look at it.</summary>
    public static async Task NoteLeftoversAsync(BehaviorContext<RestoreState> context)
    {
        var saga = context.Saga;
        foreach (var row in (await ComponentSteps<RestoreState>.AllAsync(context)).Where(row => row.State == RunState.Failed))
        {
            var text = $"{StepText.Of(row.Step)} {row.Component} failed: {row.Error}";
            if (saga.Error?.Contains(text, StringComparison.Ordinal) != true)
            {
                saga.Error = saga.Error is null ? text : $"{saga.Error}; {text}";
            }
        }
    }

    private static string KindOf(RestoreState saga) =>
        saga.Drill ? EndedOperations.Drill : saga.DryRun ? EndedOperations.DryRun : EndedOperations.Restore;

    private async Task EndAsync(BehaviorContext<RestoreState> context, string kind)
    {
        var saga = context.Saga;
        (saga.EndedAt, saga.Open, saga.AskedAt, saga.AnswerDueAt) = (clock.GetUtcNow().UtcDateTime, 0, null, null);
        await EndedOperations.CountAsync(context.Db(), saga, kind, context.CancellationToken);
        await Locking.ReleaseAsync(context.Db(), saga, context.CancellationToken);
    }

    /// <summary>Undoing an older restore would now bring back something older than what this one replaced.</summary>
    private static async Task CloseEarlierWindowsAsync(BehaviorContext<RestoreState> context)
    {
        var saga = context.Saga;
        var earlier = await context.Db().Restores
            .Where(other => other.Namespace == saga.Namespace && other.UndoUntil != null && other.CorrelationId != saga.CorrelationId)
            .Select(other => other.CorrelationId).ToListAsync(context.CancellationToken);
        foreach (var id in earlier)
        {
            await context.Publish(new UndoWindowEnded { OperationId = id }, context.CancellationToken);
        }
    }
}
