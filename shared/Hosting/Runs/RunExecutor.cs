using System.Collections.Concurrent;
using Holdfast.Contracts;
using Holdfast.Contracts.Runs;
using Holdfast.Hosting.Hooks;
using Holdfast.Hosting.Messaging;
using Holdfast.Messaging;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Holdfast.Hosting.Runs;

/// <summary>Carries out a worker's command: claims it, keeps it alive, can be stopped, and reports how it ended.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>The run is claimed first; a refused command is acknowledged and forgotten.</item>
/// <item>The work's token is cancelled when the operation is stopped (nothing is reported then), and when the process shuts down or the
/// broker takes the message back (the broker then delivers it again).</item>
/// <item>Commits, roll-backs and discards are not stopped with the operation: they decide what data is live.</item>
/// <item>Runs of one component of one operation exclude each other within a process: a roll-back starts when the swap it follows has ended.</item>
/// <item>A try after a failure waits first, as long as the claim's answer says. Work that takes a slot waits for a free one. Heartbeats go on and the run can be stopped meanwhile.</item>
/// <item>The hooks of the component are called around its backup.</item>
/// <item><see cref="RunFailedException"/> becomes a failure as it says; any other exception a failure worth another attempt.</item>
/// </list>
/// </remarks>
public sealed partial class RunExecutor
{
    private static readonly TimeSpan ClaimLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ClaimPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Commands whose delivery was taken back here. A broker that crashed before it had confirmed such a command gets it from its sender once more
    /// and delivers it as a new one.
    /// </summary>
    private readonly ConcurrentDictionary<Guid, bool> _takenBack = new();

    private readonly IBus _bus;
    private readonly ReplyQueue _replies;
    private readonly ActiveRuns _runs;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    private readonly ComponentHooks _hooks;

    internal RunExecutor(IBus bus, ReplyQueue replies, ActiveRuns runs, ComponentHooks hooks, TimeProvider clock, ILogger<RunExecutor> log) =>
        (_bus, _replies, _runs, _hooks, _clock, _log) = (bus, replies, runs, hooks, clock, log);

    /// <summary>Carries out the command of a message.</summary>
    /// <param name="work">Does the step and returns its event of success.</param>
    /// <param name="slots">Where the work waits for its turn before its hooks are called; null for no wait.</param>
    public async Task RunAsync<T>(ConsumeContext<T> context, Func<Run, CancellationToken, Task<RunEvent>> work, Slots? slots = null)
        where T : RunCommand
    {
        var step = RunSteps.Of(context.Message);
        if (await ClaimAsync(context, step) is not { } granted)
        {
            return;
        }

        try
        {
            await RunAsync(context, step, granted, work, slots);
            _takenBack.TryRemove(context.Message.RunId, out _);
        }
        catch (Exception) when (context.CancellationToken.IsCancellationRequested)
        {
            _takenBack[context.Message.RunId] = true;
            throw;
        }
    }

    private async Task RunAsync<T>(ConsumeContext<T> context, RunStep step, RunGranted granted, Func<Run, CancellationToken, Task<RunEvent>> work, Slots? slots)
        where T : RunCommand
    {
        var run = new Run(context.Message, step, granted);
        await _runs.StopAsync(run.OperationId, run.Component); // a granted run has fenced every earlier one
        using var alone = await _runs.AloneAsync(run.OperationId, run.Component, context.CancellationToken);
        using var active = _runs.Enter(
            step is RunStep.Commit or RunStep.RollBack or RunStep.Discard ? Guid.Empty : run.OperationId, run.Component, context.CancellationToken);
        Begins(run.Component.ToString(), step, run.RunId, run.Attempt);
        await PublishAsync(context, new ComponentStarted
        {
            OperationId = run.OperationId,
            Namespace = run.Namespace,
            Component = run.Component,
            RunId = run.RunId,
            Step = step,
        });
        RunEvent outcome;
        await using (new Heartbeats(run, _bus, _clock, _log))
        {
            try
            {
                await Task.Delay(granted.Pause, _clock, active.Token);
                using var slot = slots is null ? null : await slots.EnterAsync(active.Token);
                outcome = await _hooks.AroundAsync(run, work, active.Token);
                Done(run.Component.ToString(), step, run.RunId);
            }
            catch (OperationCanceledException) when (active.Token.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
            {
                Stopped(run.Component.ToString(), step, run.RunId);
                return;
            }
            catch (Exception) when (context.CancellationToken.IsCancellationRequested)
            {
                context.CancellationToken.ThrowIfCancellationRequested(); // whatever broke while shutting down: deliver it again
                throw;
            }
            catch (Exception exception)
            {
                Failed(exception, run.Component.ToString(), step, run.RunId);
                outcome = new ComponentFailed
                {
                    OperationId = run.OperationId,
                    Namespace = run.Namespace,
                    Component = run.Component,
                    RunId = run.RunId,
                    Step = step,
                    Reason = exception.Message,
                    Retryable = exception is not RunFailedException { Retryable: false },
                };
            }
        }

        await PublishAsync(context, outcome);
    }

    /// <summary>Publishes until the broker confirms: one that crashes meanwhile never does.</summary>
    private async Task PublishAsync(ConsumeContext context, RunEvent message)
    {
        while (true)
        {
            try
            {
                await context.Publish(message, message.GetType(), context.CancellationToken);
                return;
            }
            catch (TimeoutException)
            {
                Unconfirmed(message.GetType().Name, message.Component.ToString(), message.RunId);
            }
        }
    }

    /// <summary>Asks until somebody answers: a scheduler that restarts is no reason to drop a command.</summary>
    private async Task<RunGranted?> ClaimAsync<T>(ConsumeContext<T> context, RunStep step)
        where T : RunCommand
    {
        var command = context.Message;
        var claim = new ClaimRun
        {
            OperationId = command.OperationId,
            Component = command.Component,
            RunId = command.RunId,
            ClaimId = Guid.NewGuid(),
            Redelivered = context.ReceiveContext.Redelivered || _takenBack.ContainsKey(command.RunId),
        };
        var queue = step == RunStep.Backup ? Queues.BackupSaga : Queues.RestoreSaga;
        while (true)
        {
            using var wait = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, _replies.Renewed);
            try
            {
                var response = await _bus.AskAsync<ClaimRun, RunGranted, RunRefused>(claim, queue, ClaimLimit, wait.Token);
                if (response.Is(out Response<RunGranted>? granted))
                {
                    return granted.Message;
                }

                response.Is(out Response<RunRefused>? refused);
                Refused(command.Component.ToString(), step, command.RunId, refused!.Message.Reason);
                return null;
            }
            catch (Exception) when (wait.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
            {
                // the answer went with the connection
            }
            catch (RequestTimeoutException)
            {
                Unanswered(command.Component.ToString(), step, command.RunId);
            }
            catch (MassTransitException exception) when (!context.CancellationToken.IsCancellationRequested)
            {
                ClaimFailed(exception, command.Component.ToString(), step, command.RunId);
                await Task.Delay(ClaimPause, _clock, context.CancellationToken);
            }
        }
    }
}
