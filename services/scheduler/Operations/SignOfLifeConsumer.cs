using Holdfast.Contracts.Runs;
using Holdfast.State.Database;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Scheduler.Operations;

/// <summary>Notes heartbeats and progress of current runs, beside the saga: they come every second and may be lost.</summary>
internal sealed class SignOfLifeConsumer(HoldfastDb db, TimeProvider clock) : IConsumer<ComponentHeartbeat>, IConsumer<ComponentProgressed>
{
    public Task Consume(ConsumeContext<ComponentHeartbeat> context)
    {
        var (sign, now) = (context.Message, clock.GetUtcNow().UtcDateTime);
        return db.Progress
            .Where(row => row.OperationId == sign.OperationId && row.Component == sign.Component && row.RunId == sign.RunId)
            .ExecuteUpdateAsync(row => row.SetProperty(heard => heard.HeardAt, now), context.CancellationToken);
    }

    public Task Consume(ConsumeContext<ComponentProgressed> context)
    {
        var (sign, now) = (context.Message, clock.GetUtcNow().UtcDateTime);
        return db.Progress
            .Where(row => row.OperationId == sign.OperationId && row.Component == sign.Component && row.RunId == sign.RunId)
            .ExecuteUpdateAsync(
                row => row.SetProperty(heard => heard.HeardAt, now)
                    .SetProperty(heard => heard.DoneBytes, sign.DoneBytes)
                    .SetProperty(heard => heard.TotalBytes, sign.TotalBytes)
                    .SetProperty(heard => heard.DoneFiles, sign.DoneFiles),
                context.CancellationToken);
    }
}
