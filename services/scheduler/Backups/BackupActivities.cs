using Holdfast.Contracts;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Operations;
using Holdfast.Contracts.Runs;
using Holdfast.Contracts.Storage;
using Holdfast.Messaging;
using Holdfast.Scheduler.Notifications.Suspicion;
using Holdfast.Scheduler.Operations;
using Holdfast.Scheduler.Registry;
using Holdfast.Scheduler.Watch;
using Holdfast.Settings.Stored;
using Holdfast.State.Backups;
using Holdfast.State.Operations;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Backups;

/// <summary>What the transitions of <see cref="BackupStateMachine"/> do.</summary>
internal sealed class BackupActivities(ComponentSteps<BackupState> steps, SettingsReader settings, SchedulerOptions options, TimeProvider clock)
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Takes the lock, gives the backup its timestamp and fixes the list of components that it must cover.</summary>
    /// <returns>False when the request is rejected. When true and the saga has an error, the backup has failed before it began.</returns>
    public async Task<bool> AdmitAsync(BehaviorContext<BackupState, BackupRequested> context)
    {
        var (saga, request, db, cancellationToken) = (context.Saga, context.Message, context.Db(), context.CancellationToken);
        if (await db.RejectedRequests.FindAsync([request.OperationId, OperationKind.Backup], cancellationToken) is { } before)
        {
            await context.RepeatAsync(Rejected(before));
            return false;
        }

        var held = await Locking.AcquireAsync(db, request.Namespace, request.OperationId, OperationKind.Backup, cancellationToken);
        if (held is null)
        {
            var rejection = new RejectedRequest
            {
                OperationId = request.OperationId,
                Kind = OperationKind.Backup,
                Namespace = request.Namespace,
                Code = RejectionCode.Ongoing,
                Reason = await Locking.OngoingTextAsync(db, request.Namespace, cancellationToken),
                RejectedAt = Now,
            };
            db.Add(rejection);
            await context.AnnounceAsync(Rejected(rejection));
            return false;
        }

        (saga.Namespace, saga.Timestamp) = (request.Namespace, held.NextTimestamp(clock.GetUtcNow()));
        (saga.RequestedBy, saga.Label, saga.StartedAt) = (request.RequestedBy, request.Label, Now);
        saga.StoreVersion = await SettingsReader.StoreVersionAsync(db, cancellationToken);
        var registered = await db.Registry.Where(row => row.Namespace == saga.Namespace).Select(row => row.Component).ToListAsync(cancellationToken);
        var (components, error) = ComponentSelection.ForBackup(saga.Namespace, registered, request.Components);
        if (error is not null)
        {
            saga.Blame(error, FailureCause.Components);
        }

        saga.Total = components.Count;
        db.Add(new BackupEntry
        {
            Namespace = saga.Namespace,
            Timestamp = saga.Timestamp,
            OperationId = saga.CorrelationId,
            Status = BackupStatus.Ongoing,
            Label = saga.Label,
            RequestedBy = saga.RequestedBy,
            StoreVersion = saga.StoreVersion,
            StartedAt = saga.StartedAt,
        });
        var sameStore = await settings.SameStoreAsync(db, saga.StoreVersion, cancellationToken);
        var parents = await ParentSnapshots.FindAsync(db, saga.Namespace, sameStore, cancellationToken);
        db.AddRange(components.Select(component => new OperationComponent
        {
            OperationId = saga.CorrelationId,
            Component = component,
            ParentSnapshotKey = parents.GetValueOrDefault(component)?.SnapshotKey,
            ParentSnapshotSha256 = parents.GetValueOrDefault(component)?.SnapshotSha256,
        }));
        await context.AnnounceAsync(Accepted(saga));
        return true;
    }

    /// <summary>Tells everybody and sends all commands at once.</summary>
    public async Task StartAsync(BehaviorContext<BackupState> context)
    {
        var components = context.Db().Components.Local.Where(row => row.OperationId == context.Saga.CorrelationId)
            .OrderBy(row => row.Component).ToList();
        await context.Publish(
            new BackupStarting
            {
                OperationId = context.Saga.CorrelationId,
                Namespace = context.Saga.Namespace,
                Timestamp = context.Saga.Timestamp,
                Components = [.. components.Select(row => row.Component)],
            },
            context.CancellationToken);
        await steps.DispatchAsync(context, RunStep.Backup, components);
    }

    /// <summary>Notes a component's snapshot.</summary>
    /// <returns>True when it was the last one.</returns>
    public async Task<bool> CompleteComponentAsync(BehaviorContext<BackupState, ComponentCompleted> context)
    {
        if (await ComponentSteps<BackupState>.EndAsync(context, context.Message, RunStep.Backup) is not { } component)
        {
            return false;
        }

        (component.Snapshot, component.DoneAt) = (SnapshotRow.From(context.Message.Snapshot), Now);
        return context.Saga.Open == 0;
    }

    /// <summary>Asks the uploader for the manifest.</summary>
    public Task CommitAsync(BehaviorContext<BackupState> context)
    {
        context.Saga.AnswerDueAt = Now + options.AnswerLimit;
        return CommitAgainAsync(context);
    }

    /// <summary>Asks once more; the limit stays.</summary>
    public async Task CommitAgainAsync(BehaviorContext<BackupState> context)
    {
        var saga = context.Saga;
        saga.AskedAt = Now;
        await context.SendCommandAsync(
            Queues.Uploader,
            new CommitBackup
            {
                OperationId = saga.CorrelationId,
                Namespace = saga.Namespace,
                Timestamp = saga.Timestamp,
                Label = saga.Label,
                StartedAt = saga.StartedAt,
                Components = await SnapshotsAsync(context),
                ExpiresAt = saga.AnswerDueAt!.Value,
            },
            context.CancellationToken);
    }

    /// <summary>The backup exists now: puts it into the list, gives the lock back and tells everybody.</summary>
    public async Task CompleteAsync(BehaviorContext<BackupState> context)
    {
        var (saga, db) = (context.Saga, context.Db());
        var entry = await EndAsync(context);
        entry.Status = BackupStatus.Success;
        var components = await ComponentSteps<BackupState>.AllAsync(context);
        var shrinkPercent = (await settings.NotificationAsync(context.CancellationToken)).ShrinkPercent;
        entry.Suspicion = await ShrunkComponents.FindAsync(db, saga.Namespace, saga.Timestamp, components, shrinkPercent, context.CancellationToken);
        db.AddRange(components.Select(row => new BackupEntryComponent
        {
            Namespace = saga.Namespace,
            Timestamp = saga.Timestamp,
            Component = row.Component,
            Snapshot = SnapshotRow.From(row.Snapshot!.ToContract(row.Component)),
            StartedAt = row.ClaimedAt,
            EndedAt = row.DoneAt,
        }));
        await context.Publish(
            new BackupCompleted
            {
                OperationId = saga.CorrelationId,
                Namespace = saga.Namespace,
                Timestamp = saga.Timestamp,
                Label = saga.Label,
                StartedAt = saga.StartedAt,
                EndedAt = saga.EndedAt!.Value,
                Components = [.. components.Select(row => row.Snapshot!.ToContract(row.Component))],
            },
            context.CancellationToken);
    }

    /// <summary>Ends the backup without a manifest: stops its workers, gives the lock back and tells everybody.</summary>
    public async Task FailAsync(BehaviorContext<BackupState> context)
    {
        var saga = context.Saga;
        var entry = await EndAsync(context);
        (entry.Status, entry.Error) = (BackupStatus.Failed, saga.Error);
        await context.Publish(new OperationStopped { OperationId = saga.CorrelationId, Reason = saga.Error! }, context.CancellationToken);
        await context.Publish(
            new BackupFailed
            {
                OperationId = saga.CorrelationId,
                Namespace = saga.Namespace,
                Timestamp = saga.Timestamp,
                Reason = saga.Error!,
                Cancelled = saga.Cancelled,
            },
            context.CancellationToken);
    }

    public static async Task CancelAsync(BehaviorContext<BackupState, CancelOperation> context)
    {
        context.Saga.Cancelled = true;
        context.Saga.Error = $"cancelled by {context.Message.RequestedBy}"; // in place of an error that a retry might have cured
        await context.AnswerAsync(new CancelAccepted { OperationId = context.Saga.CorrelationId });
    }

    public static Task RefuseCancelAsync(BehaviorContext<BackupState> context, string reason) =>
        context.AnswerAsync(new CancelRejected { OperationId = context.Saga.CorrelationId, Reason = reason });

    /// <summary>The same request once more is answered as the first time.</summary>
    public static Task RepeatAcceptanceAsync(BehaviorContext<BackupState> context) => context.RepeatAsync(Accepted(context.Saga));

    public bool AnswerIsOverdue(BehaviorContext<BackupState, AnswerOverdue> context) => context.Saga.AnswerDueAt <= Now;

    public void BlameUploader(BehaviorContext<BackupState> context) => context.Saga.Blame(
        $"committing the backup failed: the uploader did not answer within {options.AnswerLimit.TotalMinutes:0} minutes", FailureCause.NoAnswer);

    private static BackupRejected Rejected(RejectedRequest request) =>
        new() { OperationId = request.OperationId, Namespace = request.Namespace, Code = request.Code, Reason = request.Reason };

    private static BackupAccepted Accepted(BackupState saga) => new()
    {
        OperationId = saga.CorrelationId,
        Namespace = saga.Namespace,
        Timestamp = saga.Timestamp,
    };

    private static async Task<IReadOnlyList<ComponentSnapshot>> SnapshotsAsync(BehaviorContext<BackupState> context) =>
        [.. (await ComponentSteps<BackupState>.AllAsync(context)).Select(row => row.Snapshot!.ToContract(row.Component))];

    /// <summary>What every end has in common.</summary>
    private async Task<BackupEntry> EndAsync(BehaviorContext<BackupState> context)
    {
        var (saga, db, cancellationToken) = (context.Saga, context.Db(), context.CancellationToken);
        (saga.EndedAt, saga.Open, saga.AskedAt, saga.AnswerDueAt) = (Now, 0, null, null);
        await EndedOperations.CountAsync(db, saga, EndedOperations.Backup, cancellationToken);
        await Locking.ReleaseAsync(db, saga, cancellationToken);
        var entry = await db.BackupEntries.FindAsync([saga.Namespace, saga.Timestamp], cancellationToken)
            ?? throw new InvalidOperationException($"The backup list has no entry for {saga.Namespace}/{saga.Timestamp}.");
        entry.EndedAt = saga.EndedAt;
        return entry;
    }
}
