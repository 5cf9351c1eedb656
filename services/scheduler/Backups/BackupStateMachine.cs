using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Operations;
using Holdfast.Contracts.Runs;
using Holdfast.Contracts.Storage;
using Holdfast.Scheduler.Operations;
using Holdfast.Scheduler.Watch;
using Holdfast.Settings.Stored;
using Holdfast.State.Backups;
using Holdfast.State.Operations;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Holdfast.Scheduler.Backups;

/// <summary>Leads a backup from the request to its manifest, or to a failure that stays one.</summary>
public sealed class BackupStateMachine : MassTransitStateMachine<BackupState>
{
    public BackupStateMachine(IOptions<SchedulerOptions> options, SettingsReader settings, TimeProvider clock)
    {
        var steps = new ComponentSteps<BackupState>(BackupCommands.For, options.Value, clock);
        var work = new BackupActivities(steps, settings, options.Value, clock);

        InstanceState(saga => saga.CurrentState);
        SetCompletedWhenFinalized();
        Event(() => Requested, requested => requested.CorrelateById(context => context.Message.OperationId));
        Event(() => Claimed, claimed =>
        {
            claimed.CorrelateById(context => context.Message.OperationId);
            claimed.OnMissingInstance(missing => missing.ExecuteAsync(context => context.RespondAsync(
                new RunRefused { OperationId = context.Message.OperationId, Reason = "there is no such backup" })));
        });
        Event(() => ComponentDone, done => done.CorrelateById(context => context.Message.OperationId));
        Event(() => ComponentBroken, broken => broken.CorrelateById(context => context.Message.OperationId));
        Event(() => ComponentQuiet, quiet => quiet.CorrelateById(context => context.Message.OperationId));
        Event(() => Resumed, resumed => resumed.CorrelateById(context => context.Message.OperationId));
        Event(() => ManifestWritten, written => written.CorrelateById(context => context.Message.OperationId));
        Event(() => ManifestRefused, refused => refused.CorrelateById(context => context.Message.OperationId));
        Event(() => UploaderSilent, silent => silent.CorrelateById(context => context.Message.OperationId));
        Event(() => CancelRequested, cancel => cancel.CorrelateById(context => context.Message.OperationId));

        Initially(
            When(Requested).IfElseAsync(
                work.AdmitAsync,
                admitted => admitted.IfElse(
                    context => context.Saga.Error is null,
                    sound => sound.ThenAsync(work.StartAsync).TransitionTo(Running),
                    wrong => wrong.Fail(work, Failed)),
                rejected => rejected.Finalize()));

        During(
            Running,
            When(Claimed).IfAsync(steps.ClaimAsync, tooOften => tooOften.Fail(work, Failed)),
            When(ComponentDone).IfAsync(work.CompleteComponentAsync, last => last.ThenAsync(work.CommitAsync).TransitionTo(Committing)),
            When(ComponentBroken).IfAsync(steps.RetryAsync, givenUp => givenUp.Fail(work, Failed)),
            When(ComponentQuiet).IfAsync(steps.RetryAsync, givenUp => givenUp.Fail(work, Failed)),
            When(Resumed).IfAsync(steps.ResumeAsync, givenUp => givenUp.Fail(work, Failed)),
            When(CancelRequested).ThenAsync(BackupActivities.CancelAsync).Fail(work, Cancelled),
            Ignore(ManifestWritten),
            Ignore(ManifestRefused),
            Ignore(UploaderSilent));

        During(
            Committing,
            When(ManifestWritten).ThenAsync(work.CompleteAsync).TransitionTo(Completed),
            When(ManifestRefused).Then(context => context.Saga.Blame($"committing the backup failed: {context.Message.Reason}", FailureCause.Store)).Fail(work, Failed),
            When(UploaderSilent).If(work.AnswerIsOverdue, overdue => overdue.Then(work.BlameUploader).Fail(work, Failed)),
            When(Resumed).ThenAsync(work.CommitAgainAsync),
            When(Claimed).ThenAsync(context => ComponentSteps<BackupState>.RefuseAsync(context, "the component is complete")),
            When(CancelRequested).ThenAsync(context => BackupActivities.RefuseCancelAsync(context, "the backup is being committed")),
            Ignore(ComponentDone),
            Ignore(ComponentBroken),
            Ignore(ComponentQuiet));

        foreach (var ended in new[] { Completed, Failed, Cancelled })
        {
            During(
                ended,
                When(Claimed).ThenAsync(context => ComponentSteps<BackupState>.RefuseAsync(context, "the backup has ended")),
                When(CancelRequested).ThenAsync(context => BackupActivities.RefuseCancelAsync(context, "the backup has ended")),
                Ignore(ComponentDone),
                Ignore(ComponentBroken),
                Ignore(ComponentQuiet),
                Ignore(ManifestWritten),
                Ignore(ManifestRefused),
                Ignore(UploaderSilent),
                Ignore(Resumed));
        }

        DuringAny(When(Requested).ThenAsync(BackupActivities.RepeatAcceptanceAsync));
    }

    public MassTransit.State Running { get; private set; } = null!;

    public MassTransit.State Committing { get; private set; } = null!;

    public MassTransit.State Completed { get; private set; } = null!;

    public MassTransit.State Failed { get; private set; } = null!;

    public MassTransit.State Cancelled { get; private set; } = null!;

    public Event<BackupRequested> Requested { get; private set; } = null!;

    public Event<ClaimRun> Claimed { get; private set; } = null!;

    public Event<ComponentCompleted> ComponentDone { get; private set; } = null!;

    public Event<ComponentFailed> ComponentBroken { get; private set; } = null!;

    public Event<ComponentSilent> ComponentQuiet { get; private set; } = null!;

    public Event<ResumeOperation> Resumed { get; private set; } = null!;

    public Event<BackupCommitted> ManifestWritten { get; private set; } = null!;

    public Event<BackupCommitFailed> ManifestRefused { get; private set; } = null!;

    public Event<AnswerOverdue> UploaderSilent { get; private set; } = null!;

    public Event<CancelOperation> CancelRequested { get; private set; } = null!;
}
