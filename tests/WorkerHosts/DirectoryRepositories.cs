using Holdfast.Engine.Objects;
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
        Space = UnboundedSpace.Instance,
        StagingFolder = Directory.CreateDirectory(Path.Combine(_folder, run.RunId.ToString("n"))).FullName,
    });

    /// <summary>Flips bits in the middle of stored objects.</summary>
    /// <param name="suffix">How their names end.</param>
    /// <param name="which">Tells by the path of an object's file whether it is to be damaged.</param>
    public void Damage(string suffix, Func<string, bool> which)
    {
        foreach (var path in Directory.GetFiles(Path.Combine(_folder, "store"), "*" + suffix, SearchOption.AllDirectories).Where(which))
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var bytes = File.ReadAllBytes(path);
            for (var at = bytes.Length / 4; at < bytes.Length * 3 / 4; at++)
            {
                bytes[at] ^= 0x55;
            }

            File.WriteAllBytes(path, bytes);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
