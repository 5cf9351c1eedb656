using Holdfast.Contracts.Restores;
using Holdfast.DbDumper.Runs;
using Holdfast.Hosting.Runs;
using MassTransit;

namespace Holdfast.DbDumper.Consumers;

/// <summary>Rebuilds a database beside the live one.</summary>
internal sealed class PrepareDatabaseConsumer(RunExecutor executor, DatabaseRestore restore) : IConsumer<PrepareDatabase>
{
    public Task Consume(ConsumeContext<PrepareDatabase> context) =>
        executor.RunAsync(context, async (run, token) => await FailedRun.InPlainWordsAsync(() => restore.PrepareAsync(context.Message, run, token)));
}
