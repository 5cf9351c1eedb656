using Holdfast.Hosting.Runs;

namespace Holdfast.StoreAccess;

/// <summary>A worker's way to the stored objects, which only the uploader can reach.</summary>
public interface IRepositories
{
    /// <summary>Opens the repository of a namespace for a run; for a backup it is made when the namespace has none.</summary>
    /// <param name="name">The namespace: the run's own for a backup, the source for a restore.</param>
    /// <param name="run">What the repository is opened for.</param>
    /// <param name="cancellationToken">Ends the wait for the uploader.</param>
    Task<OpenRepository> OpenAsync(string name, Run run, CancellationToken cancellationToken);
}
