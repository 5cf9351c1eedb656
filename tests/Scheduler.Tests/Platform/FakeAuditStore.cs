using Holdfast.Contracts.Auditing;
using Holdfast.Contracts.Storage;
using MassTransit;

namespace Holdfast.Scheduler.Tests.Platform;

/// <summary>Stores parts of the audit log in <see cref="FakeWorld"/>; like a store it keeps what is there and refuses other bytes.</summary>
internal sealed class FakeAuditStore(FakeWorld world) : IConsumer<StoreAuditLog>, IConsumer<RemoveAuditLog>
{
    public async Task Consume(ConsumeContext<StoreAuditLog> context)
    {
        var request = context.Message;
        var kept = world.Audit.GetOrAdd(request.Batch.Id, request);
        if (kept != request)
        {
            await context.RespondAsync(new StorageFailed { Namespace = request.Namespace, Reason = "other bytes are stored", Conflict = true, Retryable = false });
        }
        else if (world.AuditAnswers)
        {
            await context.RespondAsync(new AuditLogStored { Key = $"audit/{request.Batch.Id:N}" });
        }
    }

    public Task Consume(ConsumeContext<RemoveAuditLog> context)
    {
        foreach (var batch in context.Message.Batches)
        {
            world.Audit.TryRemove(batch.Id, out _);
        }

        return context.RespondAsync(new AuditLogRemoved { Count = context.Message.Batches.Count });
    }
}
