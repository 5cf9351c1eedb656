using Holdfast.Hosting.Stores;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Uploader.Staging;

/// <summary>Makes the staging area before the first request, or fails the start with the reason.</summary>
internal sealed class StagingStart(StagingArea staging) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(staging.Root);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
