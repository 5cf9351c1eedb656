using Holdfast.Api.Answers;
using Holdfast.Api.Operations;
using Holdfast.Contracts.Components;
using Holdfast.Contracts.Storage;
using Holdfast.Hosting.Platform;
using Holdfast.Hosting.Stores;
using Holdfast.State.Backups;
using Holdfast.State.Operations;
using Microsoft.Extensions.Options;

namespace Holdfast.Api.Backups;

/// <summary>Finds backups, asking the store for those that this cluster's database has never heard of: made elsewhere, or before it was lost.</summary>
internal sealed class StoredBackups(
    BackupQueries backups, Requests requests, BackupUrls urls, IOptions<PlatformOptions> platform)
{
    /// <summary>A backup of the own namespace that only the store knows.</summary>
    /// <exception cref="CallRefusedException">404: there is no such backup; 503: the store does not answer.</exception>
    public async Task<BackupAnswer> AnswerAsync(string timestamp, CancellationToken cancellationToken)
    {
        var found = await requests.FindAsync(platform.Value.Namespace, timestamp, cancellationToken);
        return Line(found, await urls.StoreAsync(null, cancellationToken)) with { Components = found.Components.OrderBy(component => component.Component).Select(ComponentAnswer.Of) };
    }

    /// <summary>Adds the backups of a namespace that only the store knows, oldest first.</summary>
    /// <exception cref="CallRefusedException">503: the store does not answer.</exception>
    public async Task<IEnumerable<BackupAnswer>> MergeAsync(string @namespace, IReadOnlyList<BackupAnswer> known, CancellationToken cancellationToken)
    {
        var stored = await requests.ListAsync(@namespace, [.. known.Select(backup => backup.Timestamp)], cancellationToken);
        var store = await urls.StoreAsync(null, cancellationToken);
        return known.Concat(stored.Select(backup => Line(backup, store))).OrderBy(backup => backup.Timestamp, StringComparer.Ordinal);
    }

    /// <summary>What a backup that is to be restored holds.</summary>
    /// <exception cref="CallRefusedException">404: there is no such complete backup; 503: the store does not answer.</exception>
    public async Task<IReadOnlyList<ComponentId>> ComponentsAsync(string @namespace, string timestamp, CancellationToken cancellationToken)
    {
        switch (await backups.FindAsync(@namespace, timestamp, cancellationToken))
        {
            case { State: BackupStatus.Failed } failed:
                throw CallRefusedException.NotFound($"the backup {timestamp} holds nothing to restore, since it failed: {failed.Status}");
            case { State: BackupStatus.Ongoing } ongoing:
                throw CallRefusedException.Conflict(ongoing.Status);
            case { State: BackupStatus.Deleting }:
                throw CallRefusedException.NotFound($"the backup {timestamp} is being deleted");
            case { }:
                var known = await backups.ComponentsAsync(@namespace, timestamp, cancellationToken);
                return [.. known.Select(component => component.Component)];
            default:
                var found = await requests.FindAsync(@namespace, timestamp, cancellationToken);
                return [.. found.Components.Select(component => component.Component)];
        }
    }

    private static BackupAnswer Line(BackupFound found, ObjectStoreOptions store) => new()
    {
        BackupUrl = BackupUrl.Of(store, found.Namespace, found.Timestamp),
        Namespace = found.Namespace,
        Status = StatusText.Success,
        Timestamp = found.Timestamp,
        Label = found.Label,
        StartedAt = found.StartedAt,
        EndedAt = found.FinishedAt,
        LogicalBytes = found.Components.Sum(component => component.Size.LogicalBytes),
        StoredBytes = found.Components.Sum(component => component.Size.StoredBytes),
    };
}
