using Holdfast.Contracts;
using Holdfast.Hosting.Messaging;
using Holdfast.Hosting.Platform;
using Holdfast.Hosting.Runs;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Holdfast.VolumeArchiver.Consumers;

/// <summary>A queue for each volume that is mounted here, with all commands for it, one at a time.</summary>
internal sealed class VolumeEndpoints(IOptions<PlatformOptions> platform) : IBusEndpoints
{
    public void Configure(IBusRegistrationContext context, IBusFactoryConfigurator bus)
    {
        foreach (var volume in platform.Value.Volumes)
        {
            bus.ReceiveEndpoint(Queues.Volume(volume.Name), endpoint =>
            {
                endpoint.ForRuns(context, slots: 1);
                endpoint.ConfigureConsumer<ArchiveVolumeConsumer>(context);
                endpoint.ConfigureConsumer<PreflightVolumeConsumer>(context);
                endpoint.ConfigureConsumer<PrepareVolumeConsumer>(context);
                endpoint.ConfigureConsumer<CommitVolumeConsumer>(context);
                endpoint.ConfigureConsumer<DiscardVolumeConsumer>(context);
                endpoint.ConfigureConsumer<RollBackVolumeConsumer>(context);
                endpoint.ConfigureConsumer<ForgetPreviousVolumeConsumer>(context);
            });
        }
    }
}
