using System.Text.Json;
using Holdfast.Api.Operations;
using Holdfast.Hosting.Platform;
using Holdfast.State.Backups;
using Holdfast.State.Operations;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Backups;

/// <summary>Makes answers about backups of the own namespace from what the state database knows.</summary>
internal sealed class BackupAnswers(
    BackupQueries backups, OperationQueries operations, BackupUrls urls, BackupListCache cache, IOptions<PlatformOptions> platform, IOptions<JsonOptions> json)
{
    private string Namespace => platform.Value.Namespace;

    /// <summary>All backups, oldest first.</summary>
    public async Task<IReadOnlyList<BackupAnswer>> ListAsync(CancellationToken cancellationToken) =>
        await LinesAsync(await backups.ListAsync(Namespace, cancellationToken), cancellationToken);

    /// <summary>The answer that lists all backups: made anew only where one has changed, whichever instance of whatever service has changed it.</summary>
    public async Task<byte[]> ListJsonAsync(CancellationToken cancellationToken)
    {
        var stamp = await backups.StampAsync(Namespace, cancellationToken);
        if (cache.Last is { } last && last.Stamp == stamp && last.Urls == await UrlsAsync(last.Stores, cancellationToken))
        {
            return last.Json;
        }

        var items = await backups.ListAsync(Namespace, cancellationToken);
        var stores = items.Select(item => item.StoreVersion).Distinct().ToList();
        var urlsOfStores = await UrlsAsync(stores, cancellationToken);
        var body = JsonSerializer.SerializeToUtf8Bytes(new BackupListAnswer(await LinesAsync(items, cancellationToken)), json.Value.SerializerOptions);
        if (await backups.StampAsync(Namespace, cancellationToken) == stamp)
        {
            cache.Last = new BackupListCache.Entry(stamp, stores, urlsOfStores, body);
        }

        return body;
    }

    /// <summary>
    /// The newest complete backup, with the newest attempt if that failed later; the newest attempt when none was ever complete; null when
    /// there was none at all.
    /// </summary>
    public async Task<BackupAnswer?> LatestAsync(CancellationToken cancellationToken)
    {
        var newest = await backups.LatestEndedAsync(Namespace, cancellationToken);
        if (newest is null or { State: BackupStatus.Success })
        {
            return newest is null ? null : await LineAsync(newest, cancellationToken);
        }

        return await backups.LatestSuccessAsync(Namespace, cancellationToken) is { } complete
            ? await LineAsync(complete, cancellationToken) with { LastFailure = new BackupAnswer.FailedAttempt(newest.Timestamp, newest.Status) }
            : await LineAsync(newest, cancellationToken);
    }

    /// <summary>One backup with its components; null when the database does not know it.</summary>
    public async Task<BackupAnswer?> FindAsync(string timestamp, CancellationToken cancellationToken)
    {
        if (await backups.FindAsync(Namespace, timestamp, cancellationToken) is not { } item)
        {
            return null;
        }

        var line = await LineAsync(item, cancellationToken);
        var snapshots = await backups.ComponentsAsync(Namespace, timestamp, cancellationToken);
        if (snapshots.Count > 0)
        {
            return line with { Components = snapshots.Select(ComponentAnswer.Of) };
        }

        return await operations.FindAsync(item.OperationId, cancellationToken) is { } operation
            ? line with { Progress = ProgressAnswer.Of(operation), Components = operation.Components.Select(ComponentAnswer.Of) }
            : line;
    }

    private async Task<List<BackupAnswer>> LinesAsync(IReadOnlyList<BackupListItem> items, CancellationToken cancellationToken)
    {
        var lines = new List<BackupAnswer>(items.Count);
        foreach (var item in items)
        {
            lines.Add(await LineAsync(item, cancellationToken));
        }

        return lines;
    }

    private async Task<string> UrlsAsync(IEnumerable<int> stores, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        foreach (var store in stores)
        {
            texts.Add(await urls.OfAsync(store, Namespace, "", cancellationToken));
        }

        return string.Join('\n', texts);
    }

    private async Task<BackupAnswer> LineAsync(BackupListItem item, CancellationToken cancellationToken) => new()
    {
        BackupUrl = await urls.OfAsync(item.StoreVersion, item.Namespace, item.Timestamp, cancellationToken),
        Namespace = item.Namespace,
        Status = item.Status,
        Timestamp = item.Timestamp,
        OperationId = item.OperationId == Guid.Empty ? null : item.OperationId, // empty: found in the store
        Label = item.Label,
        Pinned = item.Pinned ? true : null,
        Suspicion = item.Suspicion,
        StartedAt = item.StartedAt,
        EndedAt = item.EndedAt,
        LogicalBytes = item.State == BackupStatus.Success ? item.LogicalBytes : null,
        StoredBytes = item.State == BackupStatus.Success ? item.StoredBytes : null,
    };
}
