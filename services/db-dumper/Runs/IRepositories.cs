using Holdfast.Hosting.Runs;

namespace Holdfast.DbDumper.Runs;

/// <summary>The way to the stored objects: through the uploader where that is another process.</summary>
internal interface IRepositories
{
    /// <summary>Opens the repository of a namespace for a run.</summary>
    /// <param name="name">The namespace: the run's own for a backup, the source for a restore.</param>
    Task<OpenRepository> OpenAsync(string name, Run run, CancellationToken cancellationToken);
}
