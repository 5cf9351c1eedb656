using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Restores;
using Holdfast.Uploader.Staging;
using Holdfast.Uploader.Stores;
using MassTransit;

namespace Holdfast.Uploader.Consumers;

/// <summary>Removes what an operation left in staging, and what is remembered of it, once it has ended.</summary>
internal sealed class OperationEndedConsumer(OperationFolders folders, OpenStores stores) :
    IConsumer<BackupCompleted>, IConsumer<BackupFailed>, IConsumer<RestoreCompleted>, IConsumer<RestoreFailed>
{
    public Task Consume(ConsumeContext<BackupCompleted> context) => RemoveAsync(context.Message.OperationId);

    public Task Consume(ConsumeContext<BackupFailed> context) => RemoveAsync(context.Message.OperationId);

    public Task Consume(ConsumeContext<RestoreCompleted> context) => RemoveAsync(context.Message.OperationId);

    public Task Consume(ConsumeContext<RestoreFailed> context) => RemoveAsync(context.Message.OperationId);

    private Task RemoveAsync(Guid operationId)
    {
        folders.Remove(operationId);
        stores.Forget(operationId);
        return Task.CompletedTask;
    }
}
