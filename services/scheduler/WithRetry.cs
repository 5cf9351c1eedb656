using Holdfast.State.Database;
using MassTransit;

namespace Holdfast.Scheduler;

/// <summary>Handles a message again when a transient database error spoiled it; for consumers too long for a transaction.</summary>
internal sealed class WithRetry<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.UseMessageRetry(retry =>
        {
            retry.Handle<Exception>(TransientErrors.IsTransient);
            retry.Exponential(10, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(50));
        });
}
