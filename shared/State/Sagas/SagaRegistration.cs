using Holdfast.State.Database;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;

namespace Holdfast.State.Sagas;

/// <summary>Registers the saga repository.</summary>
public static class SagaRegistration
{
    /// <summary>Keeps the saga in <see cref="HoldfastDb"/>; its endpoint needs <c>UseStateTransaction</c>.</summary>
    public static ISagaRegistrationConfigurator<TSaga> InHoldfastState<TSaga>(this ISagaRegistrationConfigurator<TSaga> saga)
        where TSaga : class, ISagaVersion =>
        saga.Repository(repository =>
        {
            repository.RegisterLoadSagaRepository<TSaga, EfSagaRepository<TSaga>>();
            repository.RegisterQuerySagaRepository<TSaga, EfSagaRepository<TSaga>>();
            repository.RegisterSagaRepository<TSaga, HoldfastDb, SagaConsumeContextFactory<HoldfastDb, TSaga>, EfSagaRepository<TSaga>>();
        });
}
