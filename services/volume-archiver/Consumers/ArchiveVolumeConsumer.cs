using Holdfast.Contracts.Backups;
using Holdfast.Hosting.Runs;
using Holdfast.VolumeArchiver.Runs;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.VolumeArchiver.Consumers;

/// <summary>Backs a volume up.</summary>
internal sealed class ArchiveVolumeConsumer(RunExecutor executor, VolumeArchive backup, [FromKeyedServices(VolumeArchiverOptions.Section)] Slots slots) : IConsumer<ArchiveVolume>
{
    public Task Consume(ConsumeContext<ArchiveVolume> context) =>
        executor.RunAsync(context, async (run, token) => await FailedRun.InPlainWordsAsync(run.Component, () => backup.RunAsync(context.Message, run, token)), slots);
}
