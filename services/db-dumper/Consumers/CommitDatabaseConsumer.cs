using Holdfast.Contracts.Restores;
using Holdfast.DbDumper.Runs;
using Holdfast.Hosting.Runs;
using MassTransit;

namespace Holdfast.DbDumper.Consumers;

/// <summary>Swaps the rebuilt database in.</summary>
internal sealed class CommitDatabaseConsumer(RunExecutor executor, DatabaseRestore restore) : IConsumer<CommitDatabase>
{
    public Task Consume(ConsumeContext<CommitDatabase> context) =>
        executor.RunAsync(context, async (run, token) => await FailedRun.InPlainWordsAsync(() => restore.CommitAsync(run, token)));
}
