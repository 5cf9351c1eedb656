using Holdfast.State.Database;
using MassTransit;
using MassTransit.Middleware;
using MassTransit.Saga;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.State.Sagas;

/// <summary>Saga state in <see cref="HoldfastDb"/>, inside the transaction that the outbox of the endpoint has opened.</summary>
/// <remarks>
/// Optimistic: a lost race on <see cref="ISagaVersion.Version"/> fails the transaction, and the retry outside of it starts over
/// with a fresh context. The context is a payload of the behavior context, so a state machine reads and changes component rows in the same
/// transaction.
/// </remarks>
internal sealed class EfSagaRepository<TSaga>(IServiceProvider scope, IDbContextFactory<HoldfastDb> dbs) :
    ISagaRepositoryContextFactory<TSaga>,
    IQuerySagaRepositoryContextFactory<TSaga>,
    ILoadSagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISagaVersion
{
    public Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class =>
        next.Send(new EfSagaContext<TSaga, T>(context, Transaction(context)));

    public async Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class
    {
        var db = Transaction(context);
        var found = await db.Set<TSaga>().Where(query.FilterExpression).ToListAsync(context.CancellationToken);
        await next.Send(new LoadedSagaRepositoryQueryContext<TSaga, T>(new EfSagaContext<TSaga, T>(context, db), found));
    }

    public Task<T> Execute<T>(Func<LoadSagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken)
        where T : class => ReadAsync(asyncMethod, cancellationToken);

    public Task<T> Execute<T>(Func<QuerySagaRepositoryContext<TSaga>, Task<T>> asyncMethod, CancellationToken cancellationToken)
        where T : class => ReadAsync(asyncMethod, cancellationToken);

    public void Probe(ProbeContext context) => context.Add("persistence", "holdfast");

    private async Task<T> ReadAsync<T>(Func<EfSagaReader<TSaga>, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await read(new EfSagaReader<TSaga>(db, cancellationToken));
    }

    private HoldfastDb Transaction(ConsumeContext context) =>
        context.TryGetPayload<OutboxConsumeContext>(out _)
            ? scope.GetRequiredService<HoldfastDb>()
            : throw new InvalidOperationException(
                $"The endpoint {context.ReceiveContext.InputAddress} has a saga but no outbox: configure it with UseStateTransaction.");
}
