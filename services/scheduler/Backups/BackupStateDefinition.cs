using Holdfast.Contracts;
using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Runs;
using Holdfast.State.Backups;
using Holdfast.State.Outbox;
using MassTransit;

namespace Holdfast.Scheduler.Backups;

/// <summary>The endpoint of the backup saga: one transaction a message, and the messages of one backup one after the other.</summary>
internal sealed class BackupStateDefinition : SagaDefinition<BackupState>
{
    /// <summary>Partitions of operations; more than one operation at a time is rare, since a namespace has one.</summary>
    private const int Partitions = 8;

    public BackupStateDefinition() => EndpointName = Queues.BackupSaga;

    protected override void ConfigureSaga(
        IReceiveEndpointConfigurator endpointConfigurator, ISagaConfigurator<BackupState> sagaConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.UseStateTransaction(context);

        // Without this, parallel events of one backup only race for its version.
        var partition = sagaConfigurator.CreatePartitioner(Partitions);
        sagaConfigurator.Message<ClaimRun>(message => message.UsePartitioner(partition, consumed => consumed.Message.OperationId));
        sagaConfigurator.Message<ComponentCompleted>(message => message.UsePartitioner(partition, consumed => consumed.Message.OperationId));
        sagaConfigurator.Message<ComponentFailed>(message => message.UsePartitioner(partition, consumed => consumed.Message.OperationId));
    }
}
