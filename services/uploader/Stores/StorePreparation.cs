using Holdfast.Settings.Changes;
using Holdfast.Uploader.Objects;
using Holdfast.Uploader.Staging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Uploader.Stores;

/// <summary>Prepares the store from the start on and after each change of it, again and again until it can be used, and then removes what was left there.</summary>
/// <remarks>The start waits a little, so that a store that is there is ready for the first request; one that is not does not hinder it.</remarks>
internal sealed partial class StorePreparation(
    OpenStores stores, SettingsSignal changes, LeftoverSweep leftovers, TimeProvider clock, ILogger<StorePreparation> logger) : BackgroundService
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
            while (true)
            {
                var changed = changes.Next;
                await PrepareAsync(changed, stoppingToken);
                await leftovers.RunAsync(stoppingToken);
                _tried.TrySetResult();
                await changed.WaitAsync(stoppingToken);
            }
        }
        finally
        {
            _tried.TrySetResult();
        }
    }

    private async Task PrepareAsync(Task changed, CancellationToken cancellationToken)
    {
        string? said = null;
        for (var pause = FirstPause; ; pause = pause * 2 < MaxPause ? pause * 2 : MaxPause)
        {
            try
            {
                var store = await stores.NowAsync(cancellationToken);
                await store.Prepare(cancellationToken);
                if (said is not null)
                {
                    LogPrepared(store.Objects.Location);
                }

                return;
            }
            catch (Exception failure) when (StorageFailure.IsExpected(failure))
            {
                if (failure.Message != said)
                {
                    LogNotReady(said = failure.Message);
                }
            }

            _tried.TrySetResult();
            await SettingsSignal.WaitAsync(changed, pause, clock, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (changed.IsCompleted)
            {
                return; // the caller begins anew with what holds now
            }
        }
    }

    [LoggerMessage(5504, LogLevel.Error, "Nothing can be stored yet, which is tried again: {Reason}")]
    private partial void LogNotReady(string reason);

    [LoggerMessage(5505, LogLevel.Information, "{Location} can be used now")]
    private partial void LogPrepared(string location);
}
