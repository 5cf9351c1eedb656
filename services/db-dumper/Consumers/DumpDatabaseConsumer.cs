using Holdfast.Contracts.Backups;
using Holdfast.DbDumper.Runs;
using Holdfast.Hosting.Runs;
using MassTransit;

namespace Holdfast.DbDumper.Consumers;

/// <summary>Dumps a database into a snapshot.</summary>
internal sealed class DumpDatabaseConsumer(RunExecutor executor, DatabaseBackup backup) : IConsumer<DumpDatabase>
{
    public Task Consume(ConsumeContext<DumpDatabase> context) =>
        executor.RunAsync(context, async (run, token) => await FailedRun.InPlainWordsAsync(() => backup.RunAsync(context.Message, run, token)));
}
