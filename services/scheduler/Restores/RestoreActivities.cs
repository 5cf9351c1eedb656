using Holdfast.Contracts;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Operations;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;
using Holdfast.Contracts.Storage;
using Holdfast.Messaging;
using Holdfast.Scheduler.Operations;
using Holdfast.Scheduler.Registry;
using Holdfast.Settings.Stored;
using Holdfast.State.Backups;
using Holdfast.State.Operations;
using Holdfast.State.Restores;
using Holdfast.State.Settings;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Restores;

/// <summary>What the transitions of <see cref="RestoreStateMachine"/> do on the way.</summary>
internal sealed class RestoreActivities(ComponentSteps<RestoreState> steps, SchedulerOptions options, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Takes the lock.</summary>
    /// <returns>False when the request is rejected.</returns>
    public async Task<bool> AdmitAsync(BehaviorContext<RestoreState, RestoreRequested> context)
    {
        var (saga, request, db, cancellationToken) = (context.Saga, context.Message, context.Db(), context.CancellationToken);
        if (await db.RejectedRequests.FindAsync([request.OperationId, OperationKind.Restore], cancellationToken) is { } before)
        {
            await context.RepeatAsync(Rejected(before));
            return false;
        }

        if (!BackupTimestamp.TryParse(request.Timestamp, out _))
        {
            return await RejectAsync(context, RejectionCode.Invalid, $"'{request.Timestamp}' is not a timestamp such as 2023-02-02t16-00-00");
        }

        if (request.Drill && (!request.DryRun || request.Salvage))
        {
            return await RejectAsync(context, RejectionCode.Invalid, "a request with drill must have dryRun too, and no salvage");
        }

        var (source, timestamp) = (request.SourceNamespace ?? request.Namespace, request.Timestamp);
        if (await db.BackupEntries.AnyAsync(
            entry => entry.Namespace == source && entry.Timestamp == timestamp && entry.Status == BackupStatus.Deleting, cancellationToken))
        {
            return await RejectAsync(context, RejectionCode.NotFound, $"the backup {timestamp} is being deleted");
        }

        if (await Locking.AcquireAsync(db, request.Namespace, request.OperationId, OperationKind.Restore, cancellationToken) is null)
        {
            return await RejectAsync(context, RejectionCode.Ongoing, await Locking.OngoingTextAsync(db, request.Namespace, cancellationToken));
        }

        (saga.Namespace, saga.SourceNamespace, saga.Timestamp) = (request.Namespace, source, timestamp);
        (saga.RequestedBy, saga.StartedAt) = (request.RequestedBy, Now);
        saga.StoreVersion = await StoreVersions.OfBackupAsync(db, source, timestamp, cancellationToken)
            ?? await SettingsReader.StoreVersionAsync(db, cancellationToken);
        (saga.DryRun, saga.Drill) = (request.DryRun && !request.Drill, request.Drill);
        (saga.DisabledServices, saga.Salvage) = ([.. request.DisabledServices], request.Salvage);
        await context.AnnounceAsync(Accepted(saga));
        return true;
    }

    /// <summary>Asks the uploader for the manifest.</summary>
    public Task FindAsync(BehaviorContext<RestoreState> context)
    {
        context.Saga.AnswerDueAt = Now + options.AnswerLimit;
        return FindAgainAsync(context);
    }

    /// <summary>Asks once more; the limit stays.</summary>
    public Task FindAgainAsync(BehaviorContext<RestoreState> context)
    {
        context.Saga.AskedAt = Now;
        return context.SendCommandAsync(
            Queues.Uploader,
            new FindBackup { OperationId = context.Saga.CorrelationId, Namespace = context.Saga.SourceNamespace, Timestamp = context.Saga.Timestamp },
            context.CancellationToken);
    }

    /// <summary>Fixes the list of components; one that nobody serves here is an error, or for a dry run a finding.</summary>
    public static async Task CoverAsync(BehaviorContext<RestoreState, BackupFound> context)
    {
        var (saga, db) = (context.Saga, context.Db());
        (saga.AskedAt, saga.AnswerDueAt) = (null, null);
        var registered = await db.Registry.Where(row => row.Namespace == saga.Namespace).Select(row => row.Component).ToListAsync(context.CancellationToken);
        var stored = context.Message.Components.ToDictionary(snapshot => snapshot.Component);
        var unknown = ComponentSelection.Unknown([.. stored.Keys, .. registered], saga.DisabledServices);
        var wanted = ComponentSelection.ForRestore(stored.Keys, saga.DisabledServices);
        var unserved = wanted.Except(registered).ToList();
        if (unknown.Count > 0)
        {
            saga.Blame($"to be left out, but neither in the backup nor registered here: {string.Join(' ', unknown)}", FailureCause.Components);
        }
        else if (wanted.Count == 0)
        {
            saga.Blame($"nothing to restore: every component of the backup {saga.Timestamp} is left out", FailureCause.Components);
        }
        else if (unserved.Count > 0 && !saga.DryRun)
        {
            saga.Blame($"not registered in namespace {saga.Namespace}, so nothing here can restore it: {string.Join(' ', unserved)}; leave it out or start a service that serves it", FailureCause.Components);
        }

        if (saga.Error is not null)
        {
            return;
        }

        db.AddRange(unserved.Select(component => Finding(saga, component, $"no service of namespace {saga.Namespace} serves it")));
        db.AddRange(wanted.Except(unserved).Select(component => new OperationComponent
        {
            OperationId = saga.CorrelationId,
            Component = component,
            Snapshot = SnapshotRow.From(stored[component]),
        }));
        saga.Total = wanted.Count;
        await db.SaveChangesAsync(context.CancellationToken); // the dispatch that follows reads the rows
    }

    /// <summary>Notes what a worker found out.</summary>
    /// <returns>True when it was the last one.</returns>
    public static async Task<bool> NoteFindingsAsync(BehaviorContext<RestoreState, PreflightReport> context)
    {
        var report = context.Message;
        if (await ComponentSteps<RestoreState>.EndAsync(context, report, RunStep.Preflight) is null)
        {
            return false;
        }

        await NoteAsync(context, report.Component, report.Findings.Select(finding => (finding.Blocking, finding.Text)));
        return context.Saga.Open == 0;
    }

    /// <summary>Notes what a salvage could not bring back.</summary>
    /// <returns>True when it was the last component.</returns>
    public static async Task<bool> NoteLossesAsync(BehaviorContext<RestoreState, ComponentPrepared> context)
    {
        var prepared = context.Message;
        if (await ComponentSteps<RestoreState>.EndAsync(context, prepared, RunStep.Prepare) is null)
        {
            return false;
        }

        await NoteAsync(context, prepared.Component, prepared.Losses.Select(loss => (false, loss)));
        return context.Saga.Open == 0;
    }

    /// <summary>For a dry run, a component that cannot be looked at is a finding, not a failure.</summary>
    public static async Task NoteFailuresAsync(BehaviorContext<RestoreState> context)
    {
        context.Saga.Error = null;
        foreach (var row in (await ComponentSteps<RestoreState>.AllAsync(context)).Where(row => row is { State: RunState.Failed, Error: not null }))
        {
            await NoteAsync(context, row.Component, [(true, row.Error!)]);
            row.Error = null; // noted
        }
    }

    /// <summary>Takes note that a component has ended a step.</summary>
    /// <returns>True when it was the last one.</returns>
    public static async Task<bool> EndAsync(BehaviorContext<RestoreState> context, RunEvent done, RunStep step) =>
        await ComponentSteps<RestoreState>.EndAsync(context, done, step) is not null && context.Saga.Open == 0;

    /// <summary>Stops the workers and removes what they prepared; where nobody ever began, nothing is to be removed.</summary>
    public async Task DiscardAsync(BehaviorContext<RestoreState> context)
    {
        if (context.Saga.Error is { } error)
        {
            await context.Publish(new OperationStopped { OperationId = context.Saga.CorrelationId, Reason = error }, context.CancellationToken);
        }

        var components = await ComponentSteps<RestoreState>.AllAsync(context);
        foreach (var untouched in components.Where(row => !row.WasClaimed))
        {
            untouched.Skip(RunStep.Discard);
        }

        await steps.DispatchAsync(context, RunStep.Discard, [.. components.Where(row => row.WasClaimed)]);
    }

    /// <summary>Takes the lock for an undo.</summary>
    /// <returns>False when it is rejected.</returns>
    public async Task<bool> AdmitUndoAsync(BehaviorContext<RestoreState, UndoRestoreRequested> context)
    {
        var (saga, db) = (context.Saga, context.Db());
        if (saga.Drill)
        {
            return await RejectAsync(context, RejectionCode.NotAllowed, "it was a drill: it has replaced nothing");
        }

        if (saga.UndoUntil is null || saga.UndoUntil <= Now)
        {
            return await RejectAsync(context, RejectionCode.NotAllowed, "the data that the restore replaced is not kept any more");
        }

        if (await Locking.AcquireAsync(db, saga.Namespace, saga.CorrelationId, OperationKind.Restore, context.CancellationToken) is null)
        {
            return await RejectAsync(context, RejectionCode.Ongoing, await Locking.OngoingTextAsync(db, saga.Namespace, context.CancellationToken));
        }

        (saga.EndedAt, saga.UndoUntil, saga.Error) = (null, null, null);
        await context.AnswerAsync(Accepted(saga));
        return true;
    }

    public static async Task CancelAsync(BehaviorContext<RestoreState, CancelOperation> context)
    {
        context.Saga.Cancelled = true;
        context.Saga.Error = $"cancelled by {context.Message.RequestedBy}";
        await context.AnswerAsync(new CancelAccepted { OperationId = context.Saga.CorrelationId });
    }

    public static Task RefuseCancelAsync(BehaviorContext<RestoreState> context) => context.AnswerAsync(new CancelRejected
    {
        OperationId = context.Saga.CorrelationId,
        Reason = context.Saga.EndedAt is null ? "the restore is past the point where it can be cancelled" : "the restore has ended",
    });

    public static Task RefuseUndoAsync(BehaviorContext<RestoreState, UndoRestoreRequested> context) => RejectAsync(
        context, RejectionCode.NotAllowed, context.Saga.EndedAt is null ? "the restore has not ended" : "the restore has replaced nothing, or is undone already");

    public static Task RejectUnknownUndoAsync(ConsumeContext<UndoRestoreRequested> context) => context.RespondAsync(new RestoreRejected
    {
        OperationId = context.Message.OperationId,
        Namespace = "",
        Code = RejectionCode.NotFound,
        Reason = "there is no such restore",
    });

    /// <summary>The same request once more is answered as the first time.</summary>
    public static Task RepeatAcceptanceAsync(BehaviorContext<RestoreState> context) => context.RepeatAsync(Accepted(context.Saga));

    public bool AnswerIsOverdue<T>(BehaviorContext<RestoreState, T> context)
        where T : class => context.Saga.AnswerDueAt <= Now;

    public void BlameUploader(BehaviorContext<RestoreState> context) => context.Saga.Blame(
        $"finding the backup failed: the uploader did not answer within {options.AnswerLimit.TotalMinutes:0} minutes", FailureCause.NoAnswer);

    private static RestoreAccepted Accepted(RestoreState saga) => new()
    {
        OperationId = saga.CorrelationId,
        Namespace = saga.Namespace,
        Timestamp = saga.Timestamp,
        Drill = saga.Drill,
    };

    /// <summary>A rejected undo is not noted: it has the id of its restore, and may well be asked for again.</summary>
    private async Task<bool> RejectAsync(BehaviorContext<RestoreState, RestoreRequested> context, RejectionCode code, string reason)
    {
        var rejection = Rejection(context.Saga, context.Message.Namespace, code, reason);
        rejection.RejectedAt = Now;
        context.Db().Add(rejection);
        await context.AnnounceAsync(Rejected(rejection));
        return false;
    }

    private static async Task<bool> RejectAsync(BehaviorContext<RestoreState, UndoRestoreRequested> context, RejectionCode code, string reason)
    {
        await context.AnnounceAsync(Rejected(Rejection(context.Saga, context.Saga.Namespace, code, reason)));
        return false;
    }

    private static RejectedRequest Rejection(RestoreState saga, string name, RejectionCode code, string reason) =>
        new() { OperationId = saga.CorrelationId, Kind = OperationKind.Restore, Namespace = name, Code = code, Reason = reason };

    private static RestoreRejected Rejected(RejectedRequest request) =>
        new() { OperationId = request.OperationId, Namespace = request.Namespace, Code = request.Code, Reason = request.Reason };

    private static async Task NoteAsync(BehaviorContext<RestoreState> context, ComponentId component, IEnumerable<(bool Blocking, string Text)> findings)
    {
        var (id, db) = (context.Saga.CorrelationId, context.Db());
        var number = await db.RestoreFindings.CountAsync(row => row.OperationId == id && row.Component == component, context.CancellationToken);
        db.AddRange(findings.Select(finding => Finding(context.Saga, component, finding.Text, finding.Blocking, number++)));
    }

    private static RestoreFinding Finding(RestoreState saga, ComponentId component, string text, bool blocking = true, int number = 0) => new()
    {
        OperationId = saga.CorrelationId,
        Component = component,
        Number = number,
        Blocking = blocking,
        Text = text,
    };
}
