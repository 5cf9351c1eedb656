using Holdfast.Contracts.Restores;
using Holdfast.Hosting.Runs;
using Holdfast.VolumeArchiver.Runs;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.VolumeArchiver.Consumers;

/// <summary>Rebuilds a volume beside the live one.</summary>
internal sealed class PrepareVolumeConsumer(RunExecutor executor, VolumeRestoreSteps restore, [FromKeyedServices(VolumeArchiverOptions.Section)] Slots slots) : IConsumer<PrepareVolume>
{
    public Task Consume(ConsumeContext<PrepareVolume> context) =>
        executor.RunAsync(context, async (run, token) => await FailedRun.InPlainWordsAsync(run.Component, () => restore.PrepareAsync(context.Message, run, token)), slots);
}
