using Holdfast.Contracts.Restores;
using Holdfast.Hosting.Runs;
using Holdfast.VolumeArchiver.Runs;
using MassTransit;

namespace Holdfast.VolumeArchiver.Consumers;

/// <summary>Removes the rebuilt tree.</summary>
internal sealed class DiscardVolumeConsumer(RunExecutor executor, VolumeRestoreSteps restore) : IConsumer<DiscardVolume>
{
    public Task Consume(ConsumeContext<DiscardVolume> context) =>
        executor.RunAsync(context, async (run, token) => await FailedRun.InPlainWordsAsync(run.Component, () => restore.DiscardAsync(run, token)));
}
