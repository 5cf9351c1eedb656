using Holdfast.State.Database;
using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.State.Sagas;

/// <summary>One message's view of the saga table.</summary>
internal sealed class EfSagaContext<TSaga, TMessage>(ConsumeContext<TMessage> context, HoldfastDb db) :
    ConsumeContextScope<TMessage>(context, db), SagaRepositoryContext<TSaga, TMessage>
    where TSaga : class, ISagaVersion
    where TMessage : class
{
    public Task<SagaConsumeContext<TSaga, T>> CreateSagaConsumeContext<T>(
        ConsumeContext<T> consumeContext, TSaga instance, SagaConsumeContextMode mode)
        where T : class =>
        Task.FromResult<SagaConsumeContext<TSaga, T>>(new DefaultSagaConsumeContext<TSaga, T>(consumeContext, instance));

    public Task<SagaConsumeContext<TSaga, TMessage>> Add(TSaga instance) =>
        CreateSagaConsumeContext(this, instance, SagaConsumeContextMode.Add);

    /// <summary>Inserts at once; null when somebody else has inserted first, and the caller then loads that one.</summary>
    public async Task<SagaConsumeContext<TSaga, TMessage>> Insert(TSaga instance)
    {
        db.Add(instance);
        try
        {
            await db.SaveChangesAsync(CancellationToken); // in a savepoint of its own, so the transaction survives a duplicate key
            return await CreateSagaConsumeContext(this, instance, SagaConsumeContextMode.Insert);
        }
        catch (DbUpdateException exception) when (TransientErrors.IsTransient(exception))
        {
            db.Entry(instance).State = EntityState.Detached;
            return null!;
        }
    }

    public async Task<SagaConsumeContext<TSaga, TMessage>> Load(Guid correlationId)
    {
        var saga = await db.Set<TSaga>().SingleOrDefaultAsync(saga => saga.CorrelationId == correlationId, CancellationToken);
        return saga is null ? null! : await CreateSagaConsumeContext(this, saga, SagaConsumeContextMode.Load);
    }

    public Task Save(SagaConsumeContext<TSaga> context)
    {
        db.Add(context.Saga);
        return db.SaveChangesAsync(CancellationToken);
    }

    public Task Update(SagaConsumeContext<TSaga> context)
    {
        if (db.ChangeTracker.HasChanges())
        {
            context.Saga.Version++; // even when only a component row changed: two events of one operation never pass each other
        }

        return db.SaveChangesAsync(CancellationToken);
    }

    public Task Delete(SagaConsumeContext<TSaga> context)
    {
        db.Remove(context.Saga);
        return db.SaveChangesAsync(CancellationToken);
    }

    public Task Discard(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<TSaga> context)
    {
        db.ChangeTracker.Clear();
        return Task.CompletedTask;
    }
}
