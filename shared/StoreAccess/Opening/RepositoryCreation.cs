using System.Security.Cryptography;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.StoreAccess.Objects;

namespace Holdfast.StoreAccess.Opening;

/// <summary>Makes the repository of a namespace that has none.</summary>
internal static class RepositoryCreation
{
    /// <summary>Stores the objects of a new repository, <c>repository.json</c> last.</summary>
    /// <returns>False when another process was first: then its repository is to be opened.</returns>
    public static async Task<bool> TryStoreAsync(NewRepository created, UploaderObjects objects, string folder, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var item in created.Objects)
            {
                var path = Path.Join(folder, Guid.NewGuid().ToString("N"));
                await File.WriteAllBytesAsync(path, item.Content, cancellationToken);
                await objects.StoreAsync(
                    new StagedObject(item.Key, path, item.Content.Length, SHA256.HashData(item.Content.Span)), cancellationToken);
            }

            return true;
        }
        catch (ObjectExistsException other) when (other.Key == ObjectKeys.Repository)
        {
            return false;
        }
    }
}
