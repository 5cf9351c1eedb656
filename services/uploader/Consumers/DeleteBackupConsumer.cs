using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Storage;
using Holdfast.Uploader.Deletion;
using MassTransit;

namespace Holdfast.Uploader.Consumers;

/// <summary>Deletes one backup, tells everybody, and answers whoever asked.</summary>
internal sealed class DeleteBackupConsumer(BackupRemoval removal, Answers answers) : IConsumer<DeleteBackup>
{
    public Task Consume(ConsumeContext<DeleteBackup> context) =>
        answers.RespondAsync(context, context.Message.Namespace, key: null, async token =>
        {
            var command = context.Message;
            await removal.DeleteAsync(command, token);
            var deleted = new BackupDeleted { OperationId = command.OperationId, Namespace = command.Namespace, Timestamp = command.Timestamp };
            await context.Publish(deleted, token);
            return deleted;
        });
}
