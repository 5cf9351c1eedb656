using Holdfast.Contracts.Operations;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;
using Holdfast.Contracts.Storage;
using Holdfast.Scheduler.Operations;
using Holdfast.Scheduler.Watch;
using Holdfast.State.Operations;
using Holdfast.State.Restores;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Holdfast.Scheduler.Restores;

/// <summary>Leads a restore so that in the end all components hold the backup's state, or all hold what they held before; and its rehearsal, a drill.</summary>
public sealed class RestoreStateMachine : MassTransitStateMachine<RestoreState>
{
    public RestoreStateMachine(IOptions<SchedulerOptions> options, TimeProvider clock)
    {
        var steps = new ComponentSteps<RestoreState>(RestoreCommands.For, options.Value, clock);
        var ends = new RestoreEnds(options.Value, clock);
        var work = new RestoreActivities(steps, options.Value, clock);

        InstanceState(saga => saga.CurrentState);
        SetCompletedWhenFinalized();
        Event(() => Requested, requested => requested.CorrelateById(context => context.Message.OperationId));
        Event(() => Claimed, claimed =>
        {
            claimed.CorrelateById(context => context.Message.OperationId);
            claimed.OnMissingInstance(missing => missing.ExecuteAsync(context => context.RespondAsync(
                new RunRefused { OperationId = context.Message.OperationId, Reason = "there is no such restore" })));
        });
        Event(() => UndoRequested, undo =>
        {
            undo.CorrelateById(context => context.Message.OperationId);
            undo.OnMissingInstance(missing => missing.ExecuteAsync(RestoreActivities.RejectUnknownUndoAsync));
        });
        Event(() => ManifestFound, found => found.CorrelateById(context => context.Message.OperationId));
        Event(() => ManifestMissing, absent => absent.CorrelateById(context => context.Message.OperationId));
        Event(() => UploaderSilent, silent => silent.CorrelateById(context => context.Message.OperationId));
        Event(() => Looked, looked => looked.CorrelateById(context => context.Message.OperationId));
        Event(() => Prepared, prepared => prepared.CorrelateById(context => context.Message.OperationId));
        Event(() => Swapped, swapped => swapped.CorrelateById(context => context.Message.OperationId));
        Event(() => Discarded, discarded => discarded.CorrelateById(context => context.Message.OperationId));
        Event(() => RolledBack, rolledBack => rolledBack.CorrelateById(context => context.Message.OperationId));
        Event(() => Forgotten, forgotten => forgotten.CorrelateById(context => context.Message.OperationId));
        Event(() => ComponentBroken, broken => broken.CorrelateById(context => context.Message.OperationId));
        Event(() => ComponentQuiet, quiet => quiet.CorrelateById(context => context.Message.OperationId));
        Event(() => Resumed, resumed => resumed.CorrelateById(context => context.Message.OperationId));
        Event(() => CancelRequested, cancel => cancel.CorrelateById(context => context.Message.OperationId));
        Event(() => WindowEnded, ended => ended.CorrelateById(context => context.Message.OperationId));

        Initially(
            When(Requested).IfElseAsync(
                work.AdmitAsync,
                admitted => admitted.ThenAsync(work.FindAsync).TransitionTo(Locating),
                rejected => rejected.Finalize()));

        During(
            Locating,
            When(ManifestFound).ThenAsync(RestoreActivities.CoverAsync)
                .IfElse(
                    context => context.Saga.Error is not null,
                    wrong => wrong.ThenAsync(ends.FailAsync).TransitionTo(Failed),
                    sound => sound.IfElse(
                        context => context.Saga.DryRun,
                        dry => dry.ThenAsync(context => steps.DispatchAllAsync(context, RunStep.Preflight)).TransitionTo(Preflighting)
                            .If(context => context.Saga.Open == 0, nothing => nothing.ThenAsync(ends.CompleteAsync).TransitionTo(Completed)),
                        all => all.ThenAsync(context => steps.DispatchAllAsync(context, RunStep.Prepare)).IfElse(
                            context => context.Saga.Drill,
                            drill => drill.TransitionTo(Rehearsing),
                            real => real.TransitionTo(Preparing)))),
            When(ManifestMissing).Then(context => context.Saga.Blame($"finding the backup failed: {context.Message.Reason}", FailureCause.Store))
                .ThenAsync(ends.FailAsync).TransitionTo(Failed),
            When(UploaderSilent).If(work.AnswerIsOverdue, overdue => overdue.Then(work.BlameUploader).ThenAsync(ends.FailAsync).TransitionTo(Failed)),
            When(Resumed).ThenAsync(work.FindAgainAsync),
            When(CancelRequested).ThenAsync(RestoreActivities.CancelAsync).ThenAsync(ends.FailAsync).TransitionTo(Failed));

        During(
            Preflighting,
            When(Looked).IfAsync(RestoreActivities.NoteFindingsAsync, last => last.ThenAsync(ends.CompleteAsync).TransitionTo(Completed)),
            When(Claimed).IfAsync(steps.ClaimAsync, tooOften => NoteAsFinding(tooOften)),
            When(ComponentBroken).IfAsync(steps.RetryAsync, givenUp => NoteAsFinding(givenUp)),
            When(ComponentQuiet).IfAsync(steps.RetryAsync, givenUp => NoteAsFinding(givenUp)),
            When(Resumed).IfAsync(steps.ResumeAsync, givenUp => NoteAsFinding(givenUp)),
            When(CancelRequested).ThenAsync(RestoreActivities.CancelAsync).ThenAsync(ends.FailAsync).TransitionTo(Failed));

        During(Preparing, When(Prepared).IfAsync(RestoreActivities.NoteLossesAsync, last => last
            .ThenAsync(context => steps.DispatchAllAsync(context, RunStep.Commit)).TransitionTo(Committing)));

        // A state of its own, from which no way leads to a commit. Each component was claimed by a worker, so there is something to discard.
        During(Rehearsing, When(Prepared).IfAsync(RestoreActivities.NoteLossesAsync, last => last.ThenAsync(work.DiscardAsync).TransitionTo(Discarding)));
        During(
            Preparing,
            Rehearsing,
            When(Claimed).IfAsync(steps.ClaimAsync, tooOften => Discard(tooOften)),
            When(ComponentBroken).IfAsync(steps.RetryAsync, givenUp => Discard(givenUp)),
            When(ComponentQuiet).IfAsync(steps.RetryAsync, givenUp => Discard(givenUp)),
            When(Resumed).IfAsync(steps.ResumeAsync, givenUp => Discard(givenUp)),
            When(CancelRequested).ThenAsync(RestoreActivities.CancelAsync).If(_ => true, Discard));

        // A commit that fails waits for the others: a swap that is still under way must not overtake its own roll-back.
        During(
            Committing,
            When(Swapped).IfAsync(context => RestoreActivities.EndAsync(context, context.Message, RunStep.Commit), last => Decide(last)),
            When(Claimed).IfAsync(steps.ClaimAsync, tooOften => WhenNoneIsOpen(tooOften, RollBack)),
            When(ComponentBroken).IfAsync(steps.RetryAsync, givenUp => WhenNoneIsOpen(givenUp, RollBack)),
            When(ComponentQuiet).IfAsync(steps.RetryAsync, givenUp => WhenNoneIsOpen(givenUp, RollBack)),
            When(Resumed).IfAsync(steps.ResumeAsync, givenUp => WhenNoneIsOpen(givenUp, RollBack)));

        During(Discarding, When(Discarded).IfAsync(context => RestoreActivities.EndAsync(context, context.Message, RunStep.Discard), last => EndDiscarded(last)));
        During(RollingBack, When(RolledBack).IfAsync(context => RestoreActivities.EndAsync(context, context.Message, RunStep.RollBack), last => GiveUp(last)));
        During(
            Discarding,
            RollingBack,
            When(Claimed).IfAsync(steps.ClaimAsync, tooOften => WhenNoneIsOpen(tooOften, GiveUp)),
            When(ComponentBroken).IfAsync(steps.RetryAsync, givenUp => WhenNoneIsOpen(givenUp, GiveUp)),
            When(ComponentQuiet).IfAsync(steps.RetryAsync, givenUp => WhenNoneIsOpen(givenUp, GiveUp)),
            When(Resumed).IfAsync(steps.ResumeAsync, givenUp => WhenNoneIsOpen(givenUp, GiveUp)));

        During(
            Undoing,
            When(RolledBack).IfAsync(
                context => RestoreActivities.EndAsync(context, context.Message, RunStep.RollBack),
                last => last.IfElse(
                    context => context.Saga.Error is null,
                    all => all.ThenAsync(ends.UndoneAsync).TransitionTo(Undone),
                    some => GiveUp(some))),
            When(Claimed).IfAsync(steps.ClaimAsync, tooOften => WhenNoneIsOpen(tooOften, GiveUp)),
            When(ComponentBroken).IfAsync(steps.RetryAsync, givenUp => WhenNoneIsOpen(givenUp, GiveUp)),
            When(ComponentQuiet).IfAsync(steps.RetryAsync, givenUp => WhenNoneIsOpen(givenUp, GiveUp)),
            When(Resumed).IfAsync(steps.ResumeAsync, givenUp => WhenNoneIsOpen(givenUp, GiveUp)));

        // The restore stays a success whatever becomes of the data it replaced.
        During(
            Completed,
            When(UndoRequested).IfAsync(work.AdmitUndoAsync, admitted => admitted
                .ThenAsync(context => steps.DispatchAllAsync(context, RunStep.RollBack)).TransitionTo(Undoing)),
            When(WindowEnded).If(context => context.Saga.UndoUntil is not null, kept => kept
                .ThenAsync(context => steps.DispatchAllAsync(context, RunStep.Forget)).Then(context => context.Saga.UndoUntil = null)),
            When(Forgotten).ThenAsync(context => RestoreActivities.EndAsync(context, context.Message, RunStep.Forget)),
            When(Claimed).IfAsync(steps.ClaimAsync, tooOften => tooOften.Then(context => context.Saga.Error = null)),
            When(ComponentBroken).IfAsync(steps.RetryAsync, givenUp => givenUp.Then(context => context.Saga.Error = null)),
            When(ComponentQuiet).IfAsync(steps.RetryAsync, givenUp => givenUp.Then(context => context.Saga.Error = null)),
            When(Resumed).IfAsync(steps.ResumeAsync, givenUp => givenUp.Then(context => context.Saga.Error = null)));

        Absorb();

        EventActivityBinder<RestoreState, T> Discard<T>(EventActivityBinder<RestoreState, T> binder)
            where T : class =>
            binder.ThenAsync(work.DiscardAsync).TransitionTo(Discarding).If(context => context.Saga.Open == 0, GiveUp);

        // Without an error it was a drill.
        EventActivityBinder<RestoreState, T> EndDiscarded<T>(EventActivityBinder<RestoreState, T> binder)
            where T : class =>
            binder.IfElse(
                context => context.Saga.Error is null,
                drill => drill.ThenAsync(ends.CompleteAsync).TransitionTo(Completed),
                some => GiveUp(some));

        EventActivityBinder<RestoreState, T> NoteAsFinding<T>(EventActivityBinder<RestoreState, T> binder)
            where T : class =>
            WhenNoneIsOpen(binder.ThenAsync(RestoreActivities.NoteFailuresAsync), none => none.ThenAsync(ends.CompleteAsync).TransitionTo(Completed));

        EventActivityBinder<RestoreState, T> WhenNoneIsOpen<T>(
            EventActivityBinder<RestoreState, T> binder, Func<EventActivityBinder<RestoreState, T>, EventActivityBinder<RestoreState, T>> next)
            where T : class => binder.If(context => context.Saga.Open == 0, given => next(given));

        EventActivityBinder<RestoreState, T> Decide<T>(EventActivityBinder<RestoreState, T> binder)
            where T : class =>
            binder.IfElse(
                context => context.Saga.Error is null,
                all => all.ThenAsync(ends.CompleteAsync).TransitionTo(Completed),
                some => RollBack(some));

        EventActivityBinder<RestoreState, T> RollBack<T>(EventActivityBinder<RestoreState, T> binder)
            where T : class => binder.ThenAsync(context => steps.DispatchAllAsync(context, RunStep.RollBack)).TransitionTo(RollingBack);

        EventActivityBinder<RestoreState, T> GiveUp<T>(EventActivityBinder<RestoreState, T> binder)
            where T : class => binder.ThenAsync(RestoreEnds.NoteLeftoversAsync).ThenAsync(ends.FailAsync).TransitionTo(Failed);
    }

    public MassTransit.State Locating { get; private set; } = null!;

    public MassTransit.State Preflighting { get; private set; } = null!;

    public MassTransit.State Preparing { get; private set; } = null!;

    public MassTransit.State Rehearsing { get; private set; } = null!;

    public MassTransit.State Committing { get; private set; } = null!;

    public MassTransit.State Discarding { get; private set; } = null!;

    public MassTransit.State RollingBack { get; private set; } = null!;

    public MassTransit.State Completed { get; private set; } = null!;

    public MassTransit.State Undoing { get; private set; } = null!;

    public MassTransit.State Undone { get; private set; } = null!;

    public MassTransit.State Failed { get; private set; } = null!;

    public Event<RestoreRequested> Requested { get; private set; } = null!;

    public Event<BackupFound> ManifestFound { get; private set; } = null!;

    public Event<BackupNotFound> ManifestMissing { get; private set; } = null!;

    public Event<AnswerOverdue> UploaderSilent { get; private set; } = null!;

    public Event<ClaimRun> Claimed { get; private set; } = null!;

    public Event<PreflightReport> Looked { get; private set; } = null!;

    public Event<ComponentPrepared> Prepared { get; private set; } = null!;

    public Event<ComponentCommitted> Swapped { get; private set; } = null!;

    public Event<ComponentDiscarded> Discarded { get; private set; } = null!;

    public Event<ComponentRolledBack> RolledBack { get; private set; } = null!;

    public Event<ComponentForgotten> Forgotten { get; private set; } = null!;

    public Event<ComponentFailed> ComponentBroken { get; private set; } = null!;

    public Event<ComponentSilent> ComponentQuiet { get; private set; } = null!;

    public Event<ResumeOperation> Resumed { get; private set; } = null!;

    public Event<CancelOperation> CancelRequested { get; private set; } = null!;

    public Event<UndoRestoreRequested> UndoRequested { get; private set; } = null!;

    public Event<UndoWindowEnded> WindowEnded { get; private set; } = null!;

    /// <summary>What no state above waits for is late or a duplicate; requests are answered all the same.</summary>
    private void Absorb()
    {
        DuringAny(When(Requested).ThenAsync(RestoreActivities.RepeatAcceptanceAsync));
        foreach (var state in new[] { Undone, Failed, Locating })
        {
            During(state, When(Claimed).ThenAsync(context => ComponentSteps<RestoreState>.RefuseAsync(context, "the operation has no such step now")));
        }

        foreach (var state in new[] { Committing, Discarding, RollingBack, Undoing, Undone, Completed, Failed })
        {
            During(state, When(CancelRequested).ThenAsync(RestoreActivities.RefuseCancelAsync));
        }

        foreach (var state in new[] { Locating, Preflighting, Preparing, Rehearsing, Committing, Discarding, RollingBack, Undoing, Undone, Failed })
        {
            During(state, When(UndoRequested).ThenAsync(RestoreActivities.RefuseUndoAsync), Ignore(WindowEnded), Ignore(Forgotten));
        }

        Event[] sequence = [ManifestFound, ManifestMissing, UploaderSilent, Looked, Prepared, Swapped, Discarded, RolledBack, ComponentBroken, ComponentQuiet, Resumed];
        foreach (var state in new[] { Locating, Preflighting, Preparing, Rehearsing, Committing, Discarding, RollingBack, Completed, Undoing, Undone, Failed })
        {
            foreach (var late in sequence.Except(NextEvents(state)))
            {
                During(state, Ignore(late));
            }
        }
    }
}
