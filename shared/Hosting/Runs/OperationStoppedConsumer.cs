using Holdfast.Contracts.Runs;
using MassTransit;

namespace Holdfast.Hosting.Runs;

/// <summary>Stops the runs of an operation that nobody wants any more; each process has a queue of its own for it.</summary>
internal sealed class OperationStoppedConsumer(ActiveRuns runs) : IConsumer<OperationStopped>
{
    public Task Consume(ConsumeContext<OperationStopped> context) => runs.StopAsync(context.Message.OperationId);
}
