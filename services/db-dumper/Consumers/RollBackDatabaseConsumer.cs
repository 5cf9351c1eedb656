using Holdfast.Contracts.Restores;
using Holdfast.DbDumper.Runs;
using Holdfast.Hosting.Runs;
using MassTransit;

namespace Holdfast.DbDumper.Consumers;

/// <summary>Brings the previous database back.</summary>
internal sealed class RollBackDatabaseConsumer(RunExecutor executor, DatabaseRestore restore) : IConsumer<RollBackDatabase>
{
    public Task Consume(ConsumeContext<RollBackDatabase> context) =>
        executor.RunAsync(context, async (run, token) => await FailedRun.InPlainWordsAsync(() => restore.RollBackAsync(run, token)));
}
