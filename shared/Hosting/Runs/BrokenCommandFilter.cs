using Holdfast.Contracts.Runs;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Holdfast.Hosting.Runs;

/// <summary>Reports a command as failed whose consumer broke outside of its work, such as before it claimed its run.</summary>
/// <remarks>Without it nobody would hear of the command until the watchdog takes it for lost, which must have the patience of a long queue.</remarks>
internal sealed partial class BrokenCommandFilter<T>(ILogger<RunExecutor> log) : IFilter<ConsumeContext<T>>
    where T : RunCommand
{
    private readonly ILogger _log = log;

    public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        try
        {
            await next.Send(context);
        }
        catch (Exception exception) when (!context.CancellationToken.IsCancellationRequested)
        {
            // Under the command's own id: if a run was granted under another one, the report is stale and the watchdog sees to that run.
            var (command, step) = (context.Message, RunSteps.Of(context.Message));
            Broke(exception, command.Component.ToString(), step, command.RunId);
            await context.Publish(
                new ComponentFailed
                {
                    OperationId = command.OperationId,
                    Namespace = command.Namespace,
                    Component = command.Component,
                    RunId = command.RunId,
                    Step = step,
                    Reason = $"its service could not carry out the command: {exception.Message}",
                    Retryable = true,
                },
                context.CancellationToken);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("brokenCommand");

    [LoggerMessage(6, LogLevel.Error, "{Component}: the consumer of {Step} of command {Run} broke")]
    private partial void Broke(Exception exception, string component, RunStep step, Guid run);
}
