using Holdfast.Contracts.Restores;
using Holdfast.DbDumper.Runs;
using Holdfast.Hosting.Runs;
using MassTransit;

namespace Holdfast.DbDumper.Consumers;

/// <summary>Looks whether a database can be restored.</summary>
internal sealed class PreflightDatabaseConsumer(RunExecutor executor, DatabaseRestore restore) : IConsumer<PreflightDatabase>
{
    public Task Consume(ConsumeContext<PreflightDatabase> context) =>
        executor.RunAsync(context, async (run, token) => await FailedRun.InPlainWordsAsync(() => restore.PreflightAsync(context.Message, run, token)));
}
