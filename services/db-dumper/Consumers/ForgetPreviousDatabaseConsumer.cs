using Holdfast.Contracts.Restores;
using Holdfast.DbDumper.Runs;
using Holdfast.Hosting.Runs;
using MassTransit;

namespace Holdfast.DbDumper.Consumers;

/// <summary>Drops the previous database.</summary>
internal sealed class ForgetPreviousDatabaseConsumer(RunExecutor executor, DatabaseRestore restore) : IConsumer<ForgetPreviousDatabase>
{
    public Task Consume(ConsumeContext<ForgetPreviousDatabase> context) =>
        executor.RunAsync(context, async (run, token) => await FailedRun.InPlainWordsAsync(() => restore.ForgetAsync(run, token)));
}
