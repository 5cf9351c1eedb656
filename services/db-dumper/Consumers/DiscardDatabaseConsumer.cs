using Holdfast.Contracts.Restores;
using Holdfast.DbDumper.Runs;
using Holdfast.Hosting.Runs;
using MassTransit;

namespace Holdfast.DbDumper.Consumers;

/// <summary>Removes the rebuilt database.</summary>
internal sealed class DiscardDatabaseConsumer(RunExecutor executor, DatabaseRestore restore) : IConsumer<DiscardDatabase>
{
    public Task Consume(ConsumeContext<DiscardDatabase> context) =>
        executor.RunAsync(context, async (run, token) => await FailedRun.InPlainWordsAsync(() => restore.DiscardAsync(run, token)));
}
