using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Hosting.Messaging;

/// <summary>Leaves a consumer that does not end although the broker has taken its message back.</summary>
/// <remarks>
/// A receive endpoint connects again only when its consumers have ended. One that waits for a broker to confirm what it has published may wait
/// for ever when that broker crashed, and its queue would never be served again. The message comes again; what the consumer was left with is
/// fenced by run ids and transactions as after a kill.
/// </remarks>
internal sealed partial class LostConnectionFilter(IHostApplicationLifetime host, TimeProvider clock, ILogger<LostConnectionFilter> log) : IFilter<ConsumeContext>
{
    /// <summary>Time to clean up once the message is taken back.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly ILogger _log = log;

    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        var work = next.Send(context);
        if (!work.IsCompleted)
        {
            var takenBack = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var listening = context.CancellationToken.Register(takenBack.SetResult);
            if (await Task.WhenAny(work, takenBack.Task) != work && !host.ApplicationStopping.IsCancellationRequested)
            {
                await Task.WhenAny(work, Task.Delay(Grace, clock, host.ApplicationStopping));
                if (!work.IsCompleted && !host.ApplicationStopping.IsCancellationRequested)
                {
                    Left(context.ReceiveContext.InputAddress);
                    throw new OperationCanceledException("The broker has taken the message back.", context.CancellationToken);
                }
            }
        }

        await work;
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("lostConnection");

    [LoggerMessage(1, LogLevel.Warning, "A consumer of {Queue} did not end after its connection to the broker was lost, and is left behind")]
    private partial void Left(Uri queue);
}
