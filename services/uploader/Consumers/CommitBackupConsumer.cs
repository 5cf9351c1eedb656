using Holdfast.Contracts.Storage;
using Holdfast.Uploader.Backups;
using MassTransit;

namespace Holdfast.Uploader.Consumers;

/// <summary>Commits a backup, and tells everybody whether it exists now.</summary>
internal sealed class CommitBackupConsumer(BackupCommit commit) : IConsumer<CommitBackup>
{
    public async Task Consume(ConsumeContext<CommitBackup> context)
    {
        var (command, cancellationToken) = (context.Message, context.CancellationToken);
        if (await commit.TryAsync(command, cancellationToken) is { } reason)
        {
            await context.Publish(
                new BackupCommitFailed { OperationId = command.OperationId, Namespace = command.Namespace, Timestamp = command.Timestamp, Reason = reason },
                cancellationToken);
            return;
        }

        await context.Publish(
            new BackupCommitted { OperationId = command.OperationId, Namespace = command.Namespace, Timestamp = command.Timestamp }, cancellationToken);
    }
}
