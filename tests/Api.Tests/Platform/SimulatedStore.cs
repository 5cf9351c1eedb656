using Holdfast.Contracts.Backups;
using Holdfast.Contracts.Settings;
using Holdfast.Contracts.Storage;
using MassTransit;

namespace Holdfast.Api.Tests.Platform;

/// <summary>The uploader's part of <see cref="SimulatedWorld"/>.</summary>
internal sealed class SimulatedStore(SimulatedWorld world) : IConsumer<CommitBackup>, IConsumer<FindBackup>, IConsumer<ListBackups>, IConsumer<TestObjectStore>
{
    public Task Consume(ConsumeContext<CommitBackup> context)
    {
        var commit = context.Message;
        world.Manifests[$"{commit.Namespace}/{commit.Timestamp}"] = commit;
        return context.Publish(new BackupCommitted { OperationId = commit.OperationId, Namespace = commit.Namespace, Timestamp = commit.Timestamp });
    }

    public Task Consume(ConsumeContext<FindBackup> context)
    {
        var find = context.Message;
        var known = world.Manifests.TryGetValue($"{find.Namespace}/{find.Timestamp}", out var manifest);
        return known && world.StoreProblem is null
            ? SayAsync(context, new BackupFound
            {
                OperationId = find.OperationId,
                Namespace = find.Namespace,
                Timestamp = find.Timestamp,
                Label = manifest!.Label,
                Components = manifest.Components,
            })
            : SayAsync(context, new BackupNotFound
            {
                OperationId = find.OperationId,
                Namespace = find.Namespace,
                Timestamp = find.Timestamp,
                Reason = world.StoreProblem ?? "no manifest",
                Missing = world.StoreProblem is null,
            });
    }

    public Task Consume(ConsumeContext<TestObjectStore> context)
    {
        world.Tested = context.Message;
        return context.RespondAsync(new ObjectStoreTested { Usable = true, Location = "s3://b", Step = "Clock", Message = "It works.", Hint = "" });
    }

    public Task Consume(ConsumeContext<ListBackups> context)
    {
        var name = context.Message.Namespace;
        return world.StoreProblem is { } problem
            ? context.RespondAsync(new StorageFailed { Namespace = name, Reason = problem, Retryable = true })
            : context.RespondAsync(new BackupListing
            {
                Namespace = name,
                Backups =
                [
                    .. world.Manifests.Where(stored => stored.Key.StartsWith($"{name}/", StringComparison.Ordinal)
                        && !context.Message.Known.Contains(stored.Key[(name.Length + 1)..])).OrderBy(stored => stored.Key).Select(stored =>
                        new BackupFound
                        {
                            OperationId = Guid.Empty,
                            Namespace = name,
                            Timestamp = stored.Key[(name.Length + 1)..],
                            Components = stored.Value.Components,
                        }),
                ],
            });
    }

    private static Task SayAsync<T>(ConsumeContext context, T answer)
        where T : class => context.RequestId is null ? context.Publish(answer) : context.RespondAsync(answer);

    /// <summary>Deletes manifests on a queue of its own.</summary>
    internal sealed class Deletions(SimulatedWorld world) : IConsumer<DeleteBackup>, IConsumer<SweepRetention>
    {
        public async Task Consume(ConsumeContext<SweepRetention> context)
        {
            var sweep = context.Message;
            var swept = new RetentionSwept
            {
                OperationId = sweep.OperationId,
                Namespace = sweep.Namespace,
                Deleted = world.StoreProblem is null ? sweep.Expired : [],
                FreedBytes = 3L * sweep.Expired.Count,
                Problem = world.StoreProblem,
            };
            if (sweep.DryRun)
            {
                await context.RespondAsync(swept);
                return;
            }

            foreach (var timestamp in swept.Deleted)
            {
                world.Manifests.TryRemove($"{sweep.Namespace}/{timestamp}", out _);
                await context.Publish(new BackupDeleted { OperationId = sweep.OperationId, Namespace = sweep.Namespace, Timestamp = timestamp, Expired = true });
            }

            await context.Publish(swept);
        }

        public async Task Consume(ConsumeContext<DeleteBackup> context)
        {
            var delete = context.Message;
            if (world.StoreProblem is { } problem)
            {
                await context.RespondAsync(new StorageFailed { Namespace = delete.Namespace, Reason = problem, Retryable = true });
                return;
            }

            world.Manifests.TryRemove($"{delete.Namespace}/{delete.Timestamp}", out _);
            await context.RespondAsync(new BackupDeleted { OperationId = delete.OperationId, Namespace = delete.Namespace, Timestamp = delete.Timestamp });
        }
    }
}
