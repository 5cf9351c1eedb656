using Holdfast.Contracts.Restores;
using Holdfast.Hosting.Runs;
using Holdfast.VolumeArchiver.Runs;
using MassTransit;

namespace Holdfast.VolumeArchiver.Consumers;

/// <summary>Removes the previous tree.</summary>
internal sealed class ForgetPreviousVolumeConsumer(RunExecutor executor, VolumeRestoreSteps restore) : IConsumer<ForgetPreviousVolume>
{
    public Task Consume(ConsumeContext<ForgetPreviousVolume> context) =>
        executor.RunAsync(context, async (run, token) => await FailedRun.InPlainWordsAsync(run.Component, () => restore.ForgetAsync(run, token)));
}
