using Holdfast.Contracts.Operations;
using Holdfast.State.Operations;
using MassTransit;

namespace Holdfast.Scheduler.Operations;

/// <summary>Answers how an operation stands.</summary>
internal sealed class OperationStatusConsumer(OperationQueries operations) : IConsumer<GetOperationStatus>
{
    public async Task Consume(ConsumeContext<GetOperationStatus> context)
    {
        var (asked, cancellationToken) = (context.Message, context.CancellationToken);
        var status = asked.OperationId is { } id
            ? await operations.FindAsync(id, cancellationToken)
            : await operations.OngoingAsync(asked.Namespace, cancellationToken) ?? await operations.LatestAsync(asked.Namespace, cancellationToken);
        if (status is null)
        {
            await context.RespondAsync(new OperationNotFound { Namespace = asked.Namespace, OperationId = asked.OperationId });
        }
        else
        {
            await context.RespondAsync(status);
        }
    }
}
