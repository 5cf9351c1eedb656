using Holdfast.Contracts.Storage;
using MassTransit;

namespace Holdfast.Scheduler.Tests.Platform;

/// <summary>Commits and finds backups in <see cref="FakeWorld"/>.</summary>
internal sealed class FakeUploader(FakeWorld world) : IConsumer<CommitBackup>, IConsumer<FindBackup>, IConsumer<ListBackups>
{
    public async Task Consume(ConsumeContext<CommitBackup> context)
    {
        var commit = context.Message;
        if (!world.UploaderAnswers)
        {
            return;
        }

        if (world.CommitRefusal is { } reason)
        {
            await context.Publish(new BackupCommitFailed { OperationId = commit.OperationId, Namespace = commit.Namespace, Timestamp = commit.Timestamp, Reason = reason });
            return;
        }

        world.Manifests[$"{commit.Namespace}/{commit.Timestamp}"] = commit;
        await context.Publish(new BackupCommitted { OperationId = commit.OperationId, Namespace = commit.Namespace, Timestamp = commit.Timestamp });
    }

    public Task Consume(ConsumeContext<ListBackups> context) => context.RespondAsync(new BackupListing
    {
        Namespace = context.Message.Namespace,
        Backups =
        [
            .. world.Manifests.Values.Where(manifest => manifest.Namespace == context.Message.Namespace && !context.Message.Known.Contains(manifest.Timestamp))
                .OrderBy(manifest => manifest.Timestamp, StringComparer.Ordinal)
                .Select(manifest => new BackupFound
                {
                    OperationId = Guid.Empty,
                    Namespace = manifest.Namespace,
                    Timestamp = manifest.Timestamp,
                    StartedAt = manifest.StartedAt,
                    Components = manifest.Components,
                }),
        ],
    });

    public async Task Consume(ConsumeContext<FindBackup> context)
    {
        var find = context.Message;
        if (!world.UploaderAnswers)
        {
            return;
        }

        if (world.Manifests.TryGetValue($"{find.Namespace}/{find.Timestamp}", out var manifest))
        {
            await context.Publish(new BackupFound { OperationId = find.OperationId, Namespace = find.Namespace, Timestamp = find.Timestamp, Components = manifest.Components });
        }
        else
        {
            await context.Publish(new BackupNotFound { OperationId = find.OperationId, Namespace = find.Namespace, Timestamp = find.Timestamp, Reason = "no manifest", Missing = true });
        }
    }
}
