using Holdfast.Contracts.Restores;
using Holdfast.Hosting.Runs;
using Holdfast.VolumeArchiver.Runs;
using MassTransit;

namespace Holdfast.VolumeArchiver.Consumers;

/// <summary>Looks whether a volume can be restored.</summary>
internal sealed class PreflightVolumeConsumer(RunExecutor executor, VolumeRestoreSteps restore) : IConsumer<PreflightVolume>
{
    public Task Consume(ConsumeContext<PreflightVolume> context) =>
        executor.RunAsync(context, async (run, token) => await FailedRun.InPlainWordsAsync(run.Component, () => restore.PreflightAsync(context.Message, run, token)));
}
