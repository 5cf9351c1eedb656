using Holdfast.ObjectStores;
using Holdfast.Uploader.Staging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Uploader.Stores;

/// <summary>Prepares the store from the start on, again and again until it can be used, and then removes what was left there.</summary>
/// <remarks>The start waits a little, so that a store that is there is ready for the first request; one that is not does not hinder it.</remarks>
internal sealed partial class StorePreparation(
    ConfiguredStore store, LeftoverSweep leftovers, TimeProvider clock, ILogger<StorePreparation> logger) : BackgroundService
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        await Task.WhenAny(_tried.Task, Task.Delay(StartLimit, clock, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Yield();
            await PrepareAsync(stoppingToken);
            await leftovers.RunAsync(stoppingToken);
        }
        finally
        {
            _tried.TrySetResult();
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        string? said = null;
        for (var pause = FirstPause; ; pause = pause * 2 < MaxPause ? pause * 2 : MaxPause)
        {
            try
            {
                await store.Prepare(cancellationToken);
                if (said is not null)
                {
                    LogPrepared(store.Objects.Location);
                }

                return;
            }
            catch (ObjectStoreException failure)
            {
                if (failure.Message != said)
                {
                    LogNotReady(said = failure.Message);
                }
            }

            _tried.TrySetResult();
            await Task.Delay(pause, clock, cancellationToken);
        }
    }

    [LoggerMessage(5504, LogLevel.Error, "Nothing can be stored yet, which is tried again: {Reason}")]
    private partial void LogNotReady(string reason);

    [LoggerMessage(5505, LogLevel.Information, "{Location} can be used now")]
    private partial void LogPrepared(string location);
}
