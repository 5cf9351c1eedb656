using Holdfast.Contracts.Storage;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;
using Holdfast.ObjectStores.Namespaces;
using Holdfast.Uploader.Objects;
using Holdfast.Uploader.Stores;
using Microsoft.Extensions.Logging;

namespace Holdfast.Uploader.Backups;

/// <summary>Writes the manifest of a backup, which makes it exist.</summary>
internal sealed partial class BackupCommit(NamedStores stores, TimeProvider clock, ILogger<BackupCommit> logger)
{
    private static readonly TimeSpan LongestLimit = TimeSpan.FromDays(1);

    /// <summary>Commits the backup unless that is done already.</summary>
    /// <returns>Null when the manifest is in the store, else why it is not.</returns>
    public async Task<string?> TryAsync(CommitBackup command, CancellationToken cancellationToken)
    {
        var remaining = command.ExpiresAt - clock.GetUtcNow();
        if (remaining <= TimeSpan.Zero)
        {
            return Refuse(command, $"the request came after {command.ExpiresAt:u}, when the operation had been given up");
        }

        using var expiry = new CancellationTokenSource(remaining < LongestLimit ? remaining : LongestLimit, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, expiry.Token);
        try
        {
            await CommitAsync(await stores.OfOperationAsync(command.OperationId, command.Namespace, limit.Token), command, limit.Token);
            LogCommitted(command.Namespace, command.Timestamp, command.Components.Count);
            return null;
        }
        catch (OperationCanceledException) when (expiry.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Refuse(command, $"the store did not answer before {command.ExpiresAt:u}, when the operation was given up");
        }
        catch (Exception failure) when (failure is CommitRefusedException || StorageFailure.IsExpected(failure))
        {
            return Refuse(command, failure.Message);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // while shutting down: deliver it again
        {
            LogDefect(failure, command.Namespace, command.Timestamp);
            return failure.Message;
        }
    }

    private async Task CommitAsync(NamespaceStore store, CommitBackup command, CancellationToken cancellationToken)
    {
        var repositoryId = (await StoredManifests.DescribeAsync(store, cancellationToken)).Id;
        if (await IsCommittedAsync(store, repositoryId, command, cancellationToken))
        {
            return;
        }

        var components = await CommitCheck.RunAsync(store, repositoryId, command.Timestamp, command.Components, cancellationToken);
        var manifest = new Manifest
        {
            RepositoryId = repositoryId,
            Namespace = command.Namespace,
            Timestamp = command.Timestamp,
            Label = command.Label,
            StartedAt = command.StartedAt,
            FinishedAt = clock.GetUtcNow(),
            Components = components,
        };
        try
        {
            await store.PutIfAbsentAsync(manifest.ObjectKey, ToJson(manifest), cancellationToken);
        }
        catch (ObjectExistsException) when (!cancellationToken.IsCancellationRequested)
        {
            // The same command was served twice at a time, and the other's manifest has another time of its end.
            if (!await IsCommittedAsync(store, repositoryId, command, cancellationToken))
            {
                throw;
            }
        }
    }

    /// <summary>Whether a manifest of this backup with the same snapshots is stored; a repeated command then has nothing to do.</summary>
    /// <exception cref="CommitRefusedException">Another backup has this timestamp.</exception>
    private static async Task<bool> IsCommittedAsync(NamespaceStore store, string repositoryId, CommitBackup command, CancellationToken cancellationToken)
    {
        if (await StoredManifests.FindAsync(store, repositoryId, command.Timestamp, cancellationToken) is not { } stored)
        {
            return false;
        }

        var wanted = command.Components.Select(component => (component.Component.ToString(), component.SnapshotKey, component.SnapshotSha256)).ToHashSet();
        return wanted.SetEquals(stored.Components.Select(component => (component.Component.ToString(), component.Snapshot, component.Sha256)))
            ? true
            : throw new CommitRefusedException($"the store already has another backup {command.Timestamp} in namespace {command.Namespace}");
    }

    private static byte[] ToJson(Manifest manifest)
    {
        try
        {
            return manifest.ToJson();
        }
        catch (InvalidOperationException problem)
        {
            throw new CommitRefusedException(problem.Message);
        }
    }

    private string Refuse(CommitBackup command, string reason)
    {
        LogRefused(command.Namespace, command.Timestamp, reason);
        return reason;
    }
}
