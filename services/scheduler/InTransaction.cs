using Holdfast.State.Outbox;
using MassTransit;

namespace Holdfast.Scheduler;

/// <summary>Puts a short consumer's endpoint under the outbox.</summary>
internal sealed class InTransaction<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer
{
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<TConsumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.UseStateTransaction(context);
}
