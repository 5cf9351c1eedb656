using Holdfast.Contracts.Restores;
using Holdfast.Hosting.Runs;
using Holdfast.VolumeArchiver.Runs;
using MassTransit;

namespace Holdfast.VolumeArchiver.Consumers;

/// <summary>Swaps the rebuilt tree in.</summary>
internal sealed class CommitVolumeConsumer(RunExecutor executor, VolumeRestoreSteps restore) : IConsumer<CommitVolume>
{
    public Task Consume(ConsumeContext<CommitVolume> context) =>
        executor.RunAsync(context, async (run, token) => await FailedRun.InPlainWordsAsync(run.Component, () => restore.CommitAsync(run, token)));
}
