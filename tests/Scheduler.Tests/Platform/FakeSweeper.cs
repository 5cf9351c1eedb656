using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Storage;
using MassTransit;

namespace Holdfast.Scheduler.Tests.Platform;

/// <summary>Deletes backups in <see cref="FakeWorld"/>, unless their manifest is stuck.</summary>
internal sealed class FakeSweeper(FakeWorld world) : IConsumer<DeleteBackup>, IConsumer<SweepRetention>
{
    public async Task Consume(ConsumeContext<DeleteBackup> context)
    {
        var delete = context.Message;
        if (world.Stuck)
        {
            await context.RespondAsync(new StorageFailed { Namespace = delete.Namespace, Reason = "access denied", Retryable = false });
            return;
        }

        world.Manifests.TryRemove($"{delete.Namespace}/{delete.Timestamp}", out _);
        var deleted = new BackupDeleted { OperationId = delete.OperationId, Namespace = delete.Namespace, Timestamp = delete.Timestamp };
        await context.Publish(deleted);
        await context.RespondAsync(deleted);
    }

    public async Task Consume(ConsumeContext<SweepRetention> context)
    {
        var sweep = context.Message;
        foreach (var timestamp in world.Stuck ? [] : sweep.Expired)
        {
            world.Manifests.TryRemove($"{sweep.Namespace}/{timestamp}", out _);
            await context.Publish(new BackupDeleted { OperationId = sweep.OperationId, Namespace = sweep.Namespace, Timestamp = timestamp, Expired = true });
        }

        await context.Publish(new RetentionSwept { OperationId = sweep.OperationId, Namespace = sweep.Namespace, Deleted = world.Stuck ? [] : sweep.Expired, FreedBytes = 0 });
        world.Sweeps.Enqueue(sweep);
    }
}
