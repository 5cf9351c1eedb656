using Holdfast.Contracts;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Runs;
using Holdfast.Messaging;
using Holdfast.Scheduler.Watch;
using Holdfast.State.Operations;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Operations;

/// <summary>Leads the components of an operation through a step: dispatch, claim, end, retry. The same for both sagas.</summary>
/// <param name="command">Makes the command of a component's present step.</param>
internal sealed class ComponentSteps<TSaga>(Func<TSaga, OperationComponent, RunCommand> command, SchedulerOptions options, TimeProvider clock)
    where TSaga : OperationState
{
    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Sends the commands of a step to all these components and counts them as open.</summary>
    public async Task DispatchAsync(BehaviorContext<TSaga> context, RunStep step, IReadOnlyCollection<OperationComponent> components)
    {
        context.Saga.Open = components.Count;
        foreach (var component in components)
        {
            component.Dispatch(step, Now);
            await SendAsync(context, component);
        }
    }

    /// <summary>Sends the commands of a step to all components of the operation.</summary>
    public async Task DispatchAllAsync(BehaviorContext<TSaga> context, RunStep step) =>
        await DispatchAsync(context, step, await AllAsync(context));

    /// <summary>Grants or refuses a run, and answers.</summary>
    /// <returns>True when the command has come back too often: the component is given up.</returns>
    public async Task<bool> ClaimAsync(BehaviorContext<TSaga, ClaimRun> context)
    {
        var component = await FindAsync(context, context.Message.Component);
        var refusal = component is null ? "the component is not part of the operation" : component.Claim(context.Message, Now);
        if (refusal is null && component!.Attempt > options.MaxAttempts)
        {
            await RefuseAsync(context, "it was tried too often");
            return GiveUp(context.Saga, component, $"its worker died {options.MaxAttempts} times");
        }

        if (refusal is not null)
        {
            await RefuseAsync(context, refusal);
            return false;
        }

        await HearAsync(context, component!);
        await context.AnswerAsync(new RunGranted
        {
            OperationId = context.Saga.CorrelationId,
            RunId = component!.RunId,
            Attempt = component.Attempt,
            EarlierRunIds = component.EarlierRuns,
            Pause = component.Error is null ? TimeSpan.Zero : options.RetryPause * Math.Pow(4, Math.Max(0, component.Attempt - 2)),
        });
        return false;
    }

    /// <summary>Refuses a run in a state that has none.</summary>
    public static Task RefuseAsync(BehaviorContext<TSaga> context, string reason) =>
        context.AnswerAsync(new RunRefused { OperationId = context.Saga.CorrelationId, Reason = reason });

    /// <summary>Takes note that a step of a component is done.</summary>
    /// <returns>The component; null when the event is late or of another run.</returns>
    public static async Task<OperationComponent?> EndAsync(BehaviorContext<TSaga> context, RunEvent done, RunStep step)
    {
        var component = await CurrentAsync(context, done.Component, done.RunId);
        if (component is null || component.Step != step)
        {
            return null;
        }

        component.State = RunState.Done;
        component.Error = null;
        context.Saga.Open--;
        return component;
    }

    /// <summary>Tries a failed component again if that is worth it.</summary>
    /// <returns>True when it is given up.</returns>
    public async Task<bool> RetryAsync(BehaviorContext<TSaga, ComponentFailed> context)
    {
        var (failed, component) = (context.Message, await CurrentAsync(context, context.Message.Component, context.Message.RunId));
        return component is not null && component.Step == failed.Step
            && await RetryAsync(context, component, failed.Reason, failed.Retryable);
    }

    /// <summary>Replaces a lost run or command.</summary>
    /// <returns>True when the component is given up.</returns>
    public async Task<bool> RetryAsync(BehaviorContext<TSaga, ComponentSilent> context)
    {
        var silent = context.Message;
        if (await CurrentAsync(context, silent.Component, silent.RunId) is not { } component)
        {
            return false;
        }

        switch (silent.Silence)
        {
            case Silence.RunLost when component.State == RunState.Running:
                return await RetryAsync(context, component, silent.Reason, retryable: true);
            case Silence.CommandLost when component.State == RunState.Dispatched:
                component.Resend(Now);
                await SendAsync(context, component);
                return false;
            case Silence.Unserved when component.State == RunState.Dispatched && component.Step != RunStep.RollBack:
                return GiveUp(context.Saga, component, silent.Reason);
            default:
                return false;
        }
    }

    /// <summary>Sends the commands of the present step again: those that nobody has claimed, and those whose runs are lost.</summary>
    /// <returns>True when a component is given up because its run was lost too often.</returns>
    public async Task<bool> ResumeAsync(BehaviorContext<TSaga, ResumeOperation> context)
    {
        var givenUp = false;
        foreach (var component in await AllAsync(context))
        {
            var lost = component.State == RunState.Running && component.ClaimedAt < context.Message.RunsLostBefore?.UtcDateTime;
            if (lost && component.Attempt >= options.MaxAttempts)
            {
                givenUp |= GiveUp(context.Saga, component, $"the process died {component.Attempt} times while it ran");
            }
            else if (lost || component.State == RunState.Dispatched)
            {
                component.Resend(Now);
                await SendAsync(context, component);
            }
        }

        return givenUp;
    }

    /// <summary>All components of the operation.</summary>
    public static Task<List<OperationComponent>> AllAsync(BehaviorContext<TSaga> context) =>
        context.Db().Components.Where(row => row.OperationId == context.Saga.CorrelationId).OrderBy(row => row.Component)
            .ToListAsync(context.CancellationToken);

    private static async Task<OperationComponent?> FindAsync(BehaviorContext<TSaga> context, ComponentId component) =>
        await context.Db().Components.FindAsync([context.Saga.CorrelationId, component], context.CancellationToken);

    private static async Task<OperationComponent?> CurrentAsync(BehaviorContext<TSaga> context, ComponentId component, Guid runId) =>
        await FindAsync(context, component) is { } found && found.IsCurrent(runId) ? found : null;

    private static bool GiveUp(TSaga saga, OperationComponent component, string reason)
    {
        component.State = RunState.Failed;
        component.Error = reason;
        saga.Open--;
        saga.Blame($"{StepText.Of(component.Step)} {component.Component} failed: {reason}", CauseOf(component.Component));
        return true;
    }

    private static FailureCause CauseOf(ComponentId component) => component.Kind == ComponentKind.Database ? FailureCause.Database : FailureCause.Volume;

    private async Task<bool> RetryAsync(BehaviorContext<TSaga> context, OperationComponent component, string reason, bool retryable)
    {
        if (!retryable || component.Attempt >= options.MaxAttempts)
        {
            return GiveUp(context.Saga, component, reason);
        }

        component.Dispatch(component.Step, Now);
        component.Error = reason;
        await SendAsync(context, component);
        return false;
    }

    /// <summary>The claim is the run's first sign of life.</summary>
    private async Task HearAsync(BehaviorContext<TSaga> context, OperationComponent component)
    {
        var heard = await context.Db().Progress.FindAsync([component.OperationId, component.Component], context.CancellationToken);
        if (heard is null)
        {
            heard = new ComponentProgress { OperationId = component.OperationId, Component = component.Component };
            context.Db().Add(heard);
        }

        (heard.RunId, heard.HeardAt, heard.DoneBytes, heard.TotalBytes, heard.DoneFiles) = (component.RunId, Now, 0, null, 0);
    }

    private Task SendAsync(BehaviorContext<TSaga> context, OperationComponent component) =>
        context.SendCommandAsync(Queues.For(component.Component), command(context.Saga, component), context.CancellationToken);
}
