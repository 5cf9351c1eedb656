using System.Collections.Concurrent;
using Holdfast.Contracts.Storage;
using Holdfast.Engine.Repositories;
using Holdfast.Hosting.Stores;
using Holdfast.ObjectStores;
using Holdfast.ObjectStores.Namespaces;
using Holdfast.Uploader.Metrics;
using Holdfast.Uploader.Stores;

namespace Holdfast.Uploader.Objects;

/// <summary>Puts staged files into the store.</summary>
internal sealed class ObjectStoring(NamedStores stores, StagingArea staging, UploaderMeter meter)
{
    private const int HashDigits = 64;

    /// <summary>Puts under way: a request that is repeated meanwhile waits for the first instead of sending the bytes twice.</summary>
    private readonly ConcurrentDictionary<StoreObject, Lazy<Task>> _running = [];

    /// <exception cref="ArgumentException">The request cannot be one of ours.</exception>
    /// <exception cref="RepositoryRefusedException">The namespace must not get a new repository.</exception>
    public async Task<ObjectStored> StoreAsync(StoreObject request, CancellationToken cancellationToken)
    {
        var put = _running.GetOrAdd(request, _ => new Lazy<Task>(() => PutAsync(request, cancellationToken)));
        try
        {
            await put.Value.WaitAsync(cancellationToken);
        }
        finally
        {
            _running.TryRemove(new(request, put));
        }

        return new ObjectStored { Namespace = request.Namespace, Key = request.Key };
    }

    private async Task PutAsync(StoreObject request, CancellationToken cancellationToken)
    {
        if (!ObjectKeys.TryParse(request.Key, out var key))
        {
            throw new ArgumentException($"'{request.Key}' is not the key of an object of the repository format.");
        }

        if (key.Kind == ObjectKind.Manifest)
        {
            throw new ArgumentException($"'{request.Key}' is written by the uploader alone, when a backup is committed.");
        }

        if (request.Length < 0 || request.Sha256.Length != HashDigits || !request.Sha256.All(char.IsAsciiHexDigitLower))
        {
            throw new ArgumentException($"The request to store '{request.Key}' has no proper length or hash.");
        }

        var store = await stores.OfOperationAsync(request.OperationId, request.Namespace, cancellationToken);
        var file = new StagedFile(staging.Resolve(request.StagedPath), request.Length, Convert.FromHexString(request.Sha256));
        if (key.Kind == ObjectKind.Repository)
        {
            await RefuseOverBackupsAsync(store, request.Namespace, cancellationToken);
        }

        await meter.CountAsync(request.Length, () => store.PutIfAbsentAsync(request.Key, file, cancellationToken));
    }

    /// <summary>Where there are backups but no <c>repository.json</c>, that was lost: a new one would make all of them unreadable.</summary>
    private static async Task RefuseOverBackupsAsync(NamespaceStore store, string name, CancellationToken cancellationToken)
    {
        if (await store.HeadAsync(ObjectKeys.Repository, cancellationToken) is not null)
        {
            return; // the put itself tells whether it is the same
        }

        await foreach (var prefix in store.ListPrefixesAsync("", cancellationToken))
        {
            if (BackupTimestamp.IsValid(prefix.TrimEnd('/')) && await store.HeadAsync(ObjectKeys.Repository, cancellationToken) is null)
            {
                throw new RepositoryRefusedException(
                    RefusalReason.Missing,
                    $"The namespace '{name}' in '{store.Location}' has backups ('{prefix}') but no '{ObjectKeys.Repository}': it was lost. Put it back from "
                    + "a recovery kit or a copy of the store; no new repository is made over existing backups. To start afresh, use another namespace.");
            }
        }
    }
}
