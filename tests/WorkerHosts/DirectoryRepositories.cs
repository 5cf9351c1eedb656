using Holdfast.Engine.Repositories;
using Holdfast.Hosting.Runs;
using Holdfast.ObjectStores.Directories;
using Holdfast.ObjectStores.Namespaces;
using Holdfast.StoreAccess;

namespace Holdfast.WorkerHosts;

/// <summary>One repository in a directory, reached without an uploader.</summary>
public sealed class DirectoryRepositories : IRepositories, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("holdfast-repository-").FullName;
    private readonly DirectoryStore _store;
    private readonly Repository _repository;

    private DirectoryRepositories()
    {
        _store = new DirectoryStore(Path.Combine(_folder, "store"));
        _store.CreateRoot();
        _repository = Repository.Initialize(TimeProvider.System).Repository;
    }

    public static DirectoryRepositories Create() => new();

    public Task<OpenRepository> OpenAsync(string name, Run run, CancellationToken cancellationToken) => Task.FromResult(new OpenRepository
    {
        Repository = _repository,
        Source = new DirectorySource(_store, name),
        Sink = new NamespaceSink(_store, name),
        StagingFolder = Directory.CreateDirectory(Path.Combine(_folder, run.RunId.ToString("n"))).FullName,
    });

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
