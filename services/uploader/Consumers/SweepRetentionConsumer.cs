using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Storage;
using Holdfast.Uploader.Deletion;
using Holdfast.Uploader.Staging;
using MassTransit;

namespace Holdfast.Uploader.Consumers;

/// <summary>Removes expired backups and leftovers; always ends in a <see cref="RetentionSwept"/>.</summary>
internal sealed class SweepRetentionConsumer(BackupRemoval removal, LeftoverSweep leftovers) : IConsumer<SweepRetention>
{
    public async Task Consume(ConsumeContext<SweepRetention> context)
    {
        var (command, cancellationToken) = (context.Message, context.CancellationToken);
        if (command.DryRun)
        {
            await context.RespondAsync(await removal.PlanAsync(command, cancellationToken)); // to the requester alone: nothing has changed
            return;
        }

        var swept = await removal.SweepAsync(command, cancellationToken);
        foreach (var timestamp in swept.Deleted)
        {
            await context.Publish(
                new BackupDeleted { OperationId = command.OperationId, Namespace = command.Namespace, Timestamp = timestamp, Expired = true }, cancellationToken);
        }

        await context.Publish(swept, cancellationToken);
        await leftovers.RunAsync(cancellationToken);
    }
}
