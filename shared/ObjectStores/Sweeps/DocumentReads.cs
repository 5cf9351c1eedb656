using System.Security.Cryptography;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Retention;
using Holdfast.Engine.Snapshots;

namespace Holdfast.ObjectStores.Sweeps;

/// <summary>Reads a repository's description, and manifests with their snapshots.</summary>
internal static class DocumentReads
{
    /// <summary>Longest manifest and snapshot that is read, in bytes; one that lists a million packs has less.</summary>
    public const int MaxLength = 1 << 30;

    private const int DescriptionMaxLength = 1 << 20;

    /// <exception cref="RepositoryRefusedException">There is no repository, or this program must not use it.</exception>
    public static async Task<RepositoryDescription> DescribeAsync(IObjectStore store, CancellationToken cancellationToken)
    {
        try
        {
            return RepositoryDescription.Parse(await store.GetAsync(ObjectKeys.Repository, DescriptionMaxLength, cancellationToken));
        }
        catch (ObjectNotFoundException e)
        {
            throw RepositoryDescription.Missing(e);
        }
    }

    /// <summary>The packs of a snapshot.</summary>
    /// <exception cref="RepositoryRefusedException">It is damaged, or another one.</exception>
    public static IReadOnlyList<PackSize> Packs(byte[] json, string key, string repositoryId)
    {
        var snapshot = Snapshot.Parse(json, key);
        return snapshot.Key == key && snapshot.RepositoryId == repositoryId
            ? [.. snapshot.Packs.Select(pack => new PackSize(pack.Key, pack.Size))]
            : throw new RepositoryRefusedException(
                RefusalReason.ForeignRepository, $"it is '{snapshot.Key}' of repository {snapshot.RepositoryId}.");
    }

    /// <summary>Reads a backup that the last sweep did not see.</summary>
    /// <returns>Whether all of it could be read, and is what its manifest says.</returns>
    public static async Task<bool> AddBackupAsync(
        IObjectStore store, ReadDocuments known, string repositoryId, ObjectInfo item, CancellationToken cancellationToken)
    {
        try
        {
            var manifest = Manifest.Parse(await store.GetAsync(item.Key, MaxLength, cancellationToken), item.Key, repositoryId);
            foreach (var component in manifest.Components)
            {
                var json = await store.GetAsync(component.Snapshot, MaxLength, cancellationToken);
                if (json.Length != component.Size || Sha256(json) != component.Sha256
                    || await store.HeadAsync(component.Snapshot, cancellationToken) is not { } snapshot)
                {
                    return false;
                }

                known.Add(snapshot, component.Sha256, Packs(json, component.Snapshot, repositoryId));
            }

            known.Add(item, manifest);
            known.Count(manifest);
            return true;
        }
        catch (Exception damage) when (damage is ObjectNotFoundException or RepositoryRefusedException)
        {
            return false;
        }
    }

    public static string Sha256(byte[] json) => Convert.ToHexStringLower(SHA256.HashData(json));
}
