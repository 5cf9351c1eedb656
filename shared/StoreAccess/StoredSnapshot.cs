using System.Security.Cryptography;
using Holdfast.Contracts.Components;
using Holdfast.Engine.Documents;
using Holdfast.Engine.Snapshots;
using Holdfast.Hosting.Runs;

namespace Holdfast.StoreAccess;

/// <summary>Opens the snapshots that a backup's manifest lists.</summary>
public static class StoredSnapshot
{
    /// <summary>Opens a snapshot whose bytes are those that the manifest was made with.</summary>
    /// <exception cref="RunFailedException">Its bytes are others.</exception>
    /// <exception cref="Engine.Objects.ObjectNotFoundException">There is no such snapshot.</exception>
    /// <exception cref="Engine.Repositories.RepositoryRefusedException">It cannot be read.</exception>
    public static async Task<SnapshotReader> OpenAsync(OpenRepository repository, ComponentSnapshot snapshot, CancellationToken cancellationToken)
    {
        var json = await StoredDocument.ReadAsync(repository.Source, snapshot.SnapshotKey, cancellationToken);
        return Convert.ToHexStringLower(SHA256.HashData(json)) == snapshot.SnapshotSha256
            ? SnapshotReader.Open(repository.Source, repository.Repository, snapshot.SnapshotKey, json)
            : throw new RunFailedException($"The snapshot '{snapshot.SnapshotKey}' is not the one that its backup lists: its bytes have changed.", retryable: false);
    }
}
