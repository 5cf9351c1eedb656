using Holdfast.Contracts;
using Holdfast.Contracts.Restores;
using Holdfast.Contracts.Runs;
using Holdfast.State.Outbox;
using Holdfast.State.Restores;
using MassTransit;

namespace Holdfast.Scheduler.Restores;

/// <summary>The endpoint of the restore saga: one transaction a message, and the messages of one restore one after the other.</summary>
internal sealed class RestoreStateDefinition : SagaDefinition<RestoreState>
{
    private const int Partitions = 8;

    public RestoreStateDefinition() => EndpointName = Queues.RestoreSaga;

    protected override void ConfigureSaga(
        IReceiveEndpointConfigurator endpointConfigurator, ISagaConfigurator<RestoreState> sagaConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.UseStateTransaction(context);

        // Without this, parallel events of one restore only race for its version.
        var partition = sagaConfigurator.CreatePartitioner(Partitions);
        sagaConfigurator.Message<ClaimRun>(message => message.UsePartitioner(partition, consumed => consumed.Message.OperationId));
        sagaConfigurator.Message<ComponentPrepared>(message => message.UsePartitioner(partition, consumed => consumed.Message.OperationId));
        sagaConfigurator.Message<ComponentCommitted>(message => message.UsePartitioner(partition, consumed => consumed.Message.OperationId));
        sagaConfigurator.Message<ComponentFailed>(message => message.UsePartitioner(partition, consumed => consumed.Message.OperationId));
    }
}
