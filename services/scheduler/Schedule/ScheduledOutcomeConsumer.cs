using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Operations;
using Holdfast.State.Database;
using Holdfast.State.Schedule;
using MassTransit;

namespace Holdfast.Scheduler.Schedule;

/// <summary>Notes what came of the backups that Holdfast requested by itself.</summary>
internal sealed class ScheduledOutcomeConsumer(HoldfastDb db) : IConsumer<BackupAccepted>, IConsumer<BackupRejected>
{
    public async Task Consume(ConsumeContext<BackupAccepted> context)
    {
        if (await db.ScheduledBackups.FindAsync([context.Message.OperationId], context.CancellationToken) is { } row)
        {
            (row.Outcome, row.Timestamp) = (ScheduledOutcome.Started, context.Message.Timestamp);
            await db.SaveChangesAsync(context.CancellationToken);
        }
    }

    public async Task Consume(ConsumeContext<BackupRejected> context)
    {
        if (await db.ScheduledBackups.FindAsync([context.Message.OperationId], context.CancellationToken) is { Outcome: ScheduledOutcome.Requested } row)
        {
            var running = context.Message.Code == RejectionCode.Ongoing;
            (row.Outcome, row.Detail) = (ScheduledOutcome.Skipped, running ? $"another operation was running: {context.Message.Reason}" : context.Message.Reason);
            await db.SaveChangesAsync(context.CancellationToken);
        }
    }
}
