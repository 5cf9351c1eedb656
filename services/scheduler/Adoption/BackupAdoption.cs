using Holdfast.Contracts;
using Holdfast.Contracts.Storage;
using Holdfast.Hosting.Platform;
using Holdfast.Messaging;
using Holdfast.Settings.Stored;
using Holdfast.State.Database;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Holdfast.Scheduler.Adoption;

/// <summary>At start, puts the backups of the own namespace into the list that the store has and the list does not.</summary>
/// <remarks>So a lost state database, or a new cluster on an old store, costs the errors of failed backups and the pins, and nothing else.</remarks>
internal sealed partial class BackupAdoption(
    IDbContextFactory<HoldfastDb> dbs, IBusControl bus, IOptions<PlatformOptions> platform, TimeProvider clock, ILogger<BackupAdoption> log) : BackgroundService
{
    private static readonly TimeSpan PageLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>After an operation that began at the same moment was quicker.</summary>
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(100);

    /// <summary>While the broker has no queue of the uploader: both start for the first time.</summary>
    private static readonly TimeSpan StartPause = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = log;
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the list is complete, or the store could not be asked for the first time, or after half a minute: the rest follows then.</summary>
    public Task Tried => _tried.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
        await using var limit = clock.CreateTimer(_ => _tried.TrySetResult(), null, Pause, Timeout.InfiniteTimeSpan);
        while (await TryAdoptAsync(stoppingToken) is { } pause)
        {
            if (pause == Pause)
            {
                _tried.TrySetResult();
            }

            await Task.Delay(pause, clock, stoppingToken);
        }

        _tried.TrySetResult();
    }

    /// <returns>When to try again; null when the list is complete.</returns>
    private async Task<TimeSpan?> TryAdoptAsync(CancellationToken cancellationToken)
    {
        var name = platform.Value.Namespace;
        try
        {
            await using var db = await dbs.CreateDbContextAsync(cancellationToken);
            var storeVersion = await SettingsReader.StoreVersionAsync(db, cancellationToken);
            var known = await db.BackupEntries.Where(entry => entry.Namespace == name).Select(entry => entry.Timestamp).ToListAsync(cancellationToken);
            string? next = null;
            do
            {
                var page = await AskAsync(new ListBackups { Namespace = name, After = next, Known = known }, cancellationToken);
                if (await AdoptedBackups.AddAsync(dbs, name, page.Backups, storeVersion, cancellationToken) is > 0 and var added)
                {
                    Adopted(added, name);
                }

                next = page.Next;
            }
            while (next is not null);

            return null;
        }
        catch (Exception exception) when (TransientErrors.IsTransient(exception))
        {
            return ShortPause;
        }
        catch (MassTransitException exception) when (exception.GetBaseException() is MessageReturnedException)
        {
            return StartPause;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            NotAdopted(name, exception.Message);
            return Pause;
        }
    }

    private async Task<BackupListing> AskAsync(ListBackups request, CancellationToken cancellationToken)
    {
        var response = await bus.AskAsync<ListBackups, BackupListing, StorageFailed>(request, Queues.Uploader, PageLimit, cancellationToken);
        return response.Is(out Response<StorageFailed>? failed) ? throw new IOException(failed.Message.Reason) : (BackupListing)response.Message;
    }

    [LoggerMessage(1, LogLevel.Information, "{Count} backups of {Namespace} were found in the store and are in the list now")]
    private partial void Adopted(int count, string @namespace);

    [LoggerMessage(2, LogLevel.Warning, "The store cannot be asked which backups of {Namespace} it has, trying again: {Reason}")]
    private partial void NotAdopted(string @namespace, string reason);
}
