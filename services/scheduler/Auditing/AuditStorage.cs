using Holdfast.Contracts;
using Holdfast.Contracts.Auditing;
using Holdfast.Contracts.Storage;
using Holdfast.Messaging;
using Holdfast.State.Auditing;
using MassTransit;

namespace Holdfast.Scheduler.Auditing;

/// <summary>Has the uploader, which alone may reach the store, store and remove batches.</summary>
internal sealed class AuditStorage(AuditBatches batches, IBus bus)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Stores everything that waits, in order. What was stored already, by a process that died before it could note that, is noted.</summary>
    /// <returns>How many batches.</returns>
    /// <exception cref="IOException">The store refused one; it and the later ones still wait.</exception>
    public async Task<int> StoreAsync(CancellationToken cancellationToken)
    {
        var waiting = await batches.WaitingAsync(cancellationToken);
        foreach (var batch in waiting)
        {
            var lines = AuditText.Of(await batches.EntriesAsync(batch, cancellationToken));
            await AskAsync<StoreAuditLog, AuditLogStored>(
                new StoreAuditLog { Namespace = batch.Namespace, Batch = NameOf(batch), Lines = lines }, cancellationToken);
            await batches.MarkStoredAsync(batch, cancellationToken);
        }

        return waiting.Count;
    }

    /// <summary>Removes what is too old: entries from the database, then objects from the store.</summary>
    /// <returns>How many entries.</returns>
    /// <exception cref="IOException">The store refused.</exception>
    public async Task<int> ClearAsync(CancellationToken cancellationToken)
    {
        var cleared = await batches.ClearAsync(cancellationToken);
        while (await batches.ExpiredAsync(cancellationToken) is { Count: > 0 } expired)
        {
            await AskAsync<RemoveAuditLog, AuditLogRemoved>(
                new RemoveAuditLog { Namespace = expired[0].Namespace, Batches = [.. expired.Select(NameOf)] }, cancellationToken);
            await batches.ForgetAsync(expired, cancellationToken);
        }

        return cleared;
    }

    private static AuditBatch NameOf(AuditBatchRow batch) => new() { Id = batch.Id, At = new DateTimeOffset(batch.At, TimeSpan.Zero) };

    private async Task AskAsync<TRequest, TAnswer>(TRequest request, CancellationToken cancellationToken)
        where TRequest : class
        where TAnswer : class
    {
        var response = await bus.AskAsync<TRequest, TAnswer, StorageFailed>(request, Queues.Uploader, Limit, cancellationToken);
        if (response.Is(out Response<StorageFailed>? failed))
        {
            throw new IOException(failed.Message.Reason);
        }
    }
}
