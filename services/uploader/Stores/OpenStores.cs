using System.Collections.Concurrent;
using Holdfast.Hosting.Stores;
using Holdfast.ObjectStores;
using Holdfast.Settings.Documents;
using Holdfast.Settings.Stored;
using Holdfast.State.Database;
using Holdfast.State.Settings;
using Holdfast.StoreOpening;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Holdfast.Uploader.Stores;

/// <summary>The store of each operation.</summary>
/// <remarks>
/// An operation keeps the store it began with, wherever its requests go: the scheduler has noted the version of the document in the state database, with
/// the lock. A later version that leads to the same store, with other keys, takes the place of that version. A version never changes, so a
/// store once opened serves until the process ends. Without a state database there is one store, that of the process's own configuration.
/// </remarks>
internal sealed partial class OpenStores(
    SettingsReader settings,
    Func<ObjectStoreOptions, ConfiguredStore> open,
    TimeProvider clock,
    ILogger<OpenStores> logger,
    IDbContextFactory<HoldfastDb>? dbs = null)
{
    /// <summary>A store that does not answer must not hold up what asks for its state.</summary>
    private static readonly TimeSpan PrepareLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan StateLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StatePause = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<Guid, int> _operations = [];
    private readonly ConcurrentDictionary<int, Lazy<Task<ConfiguredStore>>> _opened = [];

    /// <summary>The store where backups go now.</summary>
    public Task<ConfiguredStore> NowAsync(CancellationToken cancellationToken) => PatientlyAsync(() => OpenNowAsync(cancellationToken), cancellationToken);

    /// <summary>The store that a backup or restore began with; for whatever else the one where backups go now.</summary>
    public Task<ConfiguredStore> OfOperationAsync(Guid operationId, CancellationToken cancellationToken) =>
        PatientlyAsync(() => OpenOfOperationAsync(operationId, cancellationToken), cancellationToken);

    /// <summary>The store that the operation began with; for whatever else the one that the backup was made with, if this state knows it.</summary>
    public Task<ConfiguredStore> OfBackupAsync(Guid operationId, string @namespace, string timestamp, CancellationToken cancellationToken) =>
        PatientlyAsync(() => OpenOfBackupAsync(operationId, @namespace, timestamp, cancellationToken), cancellationToken);

    /// <summary>An operation has ended.</summary>
    public void Forget(Guid operationId) => _operations.TryRemove(operationId, out _);

    /// <summary>A state database that restarts is waited for: an operation must not fail by it.</summary>
    private async Task<ConfiguredStore> PatientlyAsync(Func<Task<ConfiguredStore>> find, CancellationToken cancellationToken)
    {
        var since = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await find();
            }
            catch (Exception exception) when (TransientErrors.IsTransient(exception) && clock.GetElapsedTime(since) < StateLimit)
            {
                LogStateAway(exception.Message);
            }

            await Task.Delay(StatePause, clock, cancellationToken);
        }
    }

    private async Task<ConfiguredStore> OpenNowAsync(CancellationToken cancellationToken) =>
        await OpenAsync((await settings.ReadAsync(Document.ObjectStore, cancellationToken)).Version, cancellationToken);

    private async Task<ConfiguredStore> OpenOfOperationAsync(Guid operationId, CancellationToken cancellationToken) =>
        await FindAsync(operationId, cancellationToken) is { } version
            ? await OpenAsync(await settings.NewestOfStoreAsync(version, cancellationToken), cancellationToken)
            : await OpenNowAsync(cancellationToken);

    private async Task<ConfiguredStore> OpenOfBackupAsync(Guid operationId, string @namespace, string timestamp, CancellationToken cancellationToken)
    {
        if (await FindAsync(operationId, cancellationToken) is null && dbs is not null)
        {
            await using var db = await dbs.CreateDbContextAsync(cancellationToken);
            if (await StoreVersions.OfBackupAsync(db, @namespace, timestamp, cancellationToken) is { } version)
            {
                return await OpenAsync(await settings.NewestOfStoreAsync(version, cancellationToken), cancellationToken);
            }
        }

        return await OpenOfOperationAsync(operationId, cancellationToken);
    }

    private async Task<int?> FindAsync(Guid operationId, CancellationToken cancellationToken)
    {
        if (dbs is null)
        {
            return 0;
        }

        if (_operations.TryGetValue(operationId, out var known))
        {
            return known;
        }

        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await StoreVersions.OfOperationAsync(db, operationId, cancellationToken) is { } version)
        {
            return _operations.GetOrAdd(operationId, version);
        }

        return null;
    }

    private async Task<ConfiguredStore> OpenAsync(int version, CancellationToken cancellationToken)
    {
        var opening = _opened.GetOrAdd(version, _ => new Lazy<Task<ConfiguredStore>>(() => OpenNewAsync(version)));
        try
        {
            return await opening.Value.WaitAsync(cancellationToken);
        }
        catch (Exception) when (opening.Value.IsFaulted)
        {
            _opened.TryRemove(new(version, opening)); // the next request tries again
            throw;
        }
    }

    /// <summary>
    /// Opens a store and makes what is missing of it, since a bucket that is not there yet cannot even be asked for what it lacks. Where that fails, what
    /// is there can be read all the same, and a put tells why it cannot be done.
    /// </summary>
    private async Task<ConfiguredStore> OpenNewAsync(int version)
    {
        var document = await settings.ReadAsync(Document.ObjectStore, version, CancellationToken.None);
        var store = open(settings.OpenObjectStore(document.Values));
        try
        {
            await store.Prepare(CancellationToken.None).WaitAsync(PrepareLimit, clock);
        }
        catch (Exception problem) when (problem is ObjectStoreException or TimeoutException)
        {
            LogNotPrepared(store.Location, problem.Message);
        }

        return store;
    }

    [LoggerMessage(5506, LogLevel.Warning, "{Location} is not ready yet: {Reason}")]
    private partial void LogNotPrepared(string location, string reason);

    [LoggerMessage(5507, LogLevel.Warning, "The state database does not answer, asking it again: {Reason}")]
    private partial void LogStateAway(string reason);
}
