using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.ObjectStores.Namespaces;

namespace Holdfast.Uploader.Backups;

/// <summary>Reads <c>repository.json</c> and manifests.</summary>
internal static class StoredManifests
{
    private const int DescriptionMaxLength = 1 << 20;
    private const int ManifestMaxLength = 1 << 28;

    /// <exception cref="RepositoryRefusedException">There is no repository, or this program must not use it.</exception>
    public static async Task<RepositoryDescription> DescribeAsync(NamespaceStore store, CancellationToken cancellationToken)
    {
        try
        {
            return RepositoryDescription.Parse(await store.GetAsync(ObjectKeys.Repository, DescriptionMaxLength, cancellationToken));
        }
        catch (ObjectNotFoundException missing)
        {
            throw RepositoryDescription.Missing(missing);
        }
    }

    /// <summary>The manifest of a backup; null when there is no such backup.</summary>
    /// <exception cref="RepositoryRefusedException">It is damaged, too new, or of another repository.</exception>
    public static async Task<Manifest?> FindAsync(NamespaceStore store, string repositoryId, string timestamp, CancellationToken cancellationToken)
    {
        var key = ObjectKeys.Manifest(timestamp);
        try
        {
            return Manifest.Parse(await store.GetAsync(key, ManifestMaxLength, cancellationToken), key, repositoryId);
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }
}
