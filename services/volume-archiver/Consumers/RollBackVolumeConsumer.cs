using Holdfast.Contracts.Restores;
using Holdfast.Hosting.Runs;
using Holdfast.VolumeArchiver.Runs;
using MassTransit;

namespace Holdfast.VolumeArchiver.Consumers;

/// <summary>Brings the previous tree back.</summary>
internal sealed class RollBackVolumeConsumer(RunExecutor executor, VolumeRestoreSteps restore) : IConsumer<RollBackVolume>
{
    public Task Consume(ConsumeContext<RollBackVolume> context) =>
        executor.RunAsync(context, async (run, token) => await FailedRun.InPlainWordsAsync(run.Component, () => restore.RollBackAsync(run, token)));
}
