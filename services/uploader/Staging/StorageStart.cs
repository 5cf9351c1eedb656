using Holdfast.Hosting.Stores;
using Holdfast.Uploader.Stores;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Uploader.Staging;

/// <summary>Makes the store's place and the staging area before the first request, or fails the start with the reason.</summary>
internal sealed class StorageStart(ConfiguredStore store, StagingArea staging, LeftoverSweep leftovers) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.Prepare(cancellationToken);
        Directory.CreateDirectory(staging.Root);
        await leftovers.RunAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
