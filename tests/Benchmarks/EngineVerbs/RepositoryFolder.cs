using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Sealing;
using Holdfast.ObjectStores.Directories;
using Holdfast.ObjectStores.Namespaces;
using Holdfast.ObjectStores.Sweeps;

namespace Holdfast.Benchmarks.EngineVerbs;

/// <summary>A repository in a folder, with staging beside it on the same file system, as in a deployment without a cloud.</summary>
internal sealed class RepositoryFolder
{
    /// <summary>The namespace of everything stored here.</summary>
    public const string Namespace = "bench";

    private const int LargestKeyFile = 64 * 1024;

    private readonly DirectoryStore _store;
    private readonly string? _passphraseFile;

    public RepositoryFolder(string folder, string? passphraseFile)
    {
        (_store, _passphraseFile) = (new DirectoryStore(folder), passphraseFile);
        Store = new NamespaceStore(_store, Namespace);
        Sink = new NamespaceSink(_store, Namespace);
        Source = new DirectorySource(_store, Namespace);
        Staging = folder.TrimEnd('/') + ".staging";
    }

    public NamespaceStore Store { get; }

    public IObjectSink Sink { get; }

    public IObjectSource Source { get; }

    /// <summary>Where packs are written before they are stored.</summary>
    public string Staging { get; }

    /// <summary>Makes an empty repository.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        _store.CreateRoot();
        foreach (var item in Repository.Initialize(TimeProvider.System, Secret()).Objects)
        {
            await Store.PutIfAbsentAsync(item.Key, item.Content, cancellationToken);
        }
    }

    public async Task<Repository> OpenAsync(CancellationToken cancellationToken)
    {
        var keys = new List<KeyFile>();
        await foreach (var item in Store.ListAsync(ObjectKeys.KeyFilePrefix, cancellationToken))
        {
            keys.Add(KeyFile.Parse(await Store.GetAsync(item.Key, LargestKeyFile, cancellationToken), item.Key));
        }

        return await Repository.OpenAsync(Source, keys, Secret(), cancellationToken);
    }

    /// <summary>Removes backups and what only they used.</summary>
    public RepositorySweep Sweep() => new(_store, Namespace, TimeProvider.System);

    /// <summary>Timestamps of the backups, oldest first.</summary>
    public async Task<IReadOnlyList<string>> BackupsAsync(CancellationToken cancellationToken)
    {
        var backups = new List<string>();
        await foreach (var prefix in Store.ListPrefixesAsync("", cancellationToken))
        {
            var timestamp = prefix[..^1];
            if (BackupTimestamp.IsValid(timestamp) && await Store.HeadAsync(ObjectKeys.Manifest(timestamp), cancellationToken) is not null)
            {
                backups.Add(timestamp);
            }
        }

        return backups;
    }

    /// <summary>The newest backup's part of a component, or null when there is none.</summary>
    public async Task<ManifestComponent?> NewestAsync(Repository repository, ComponentName component, CancellationToken cancellationToken)
    {
        foreach (var timestamp in (await BackupsAsync(cancellationToken)).Reverse())
        {
            var manifest = await Manifest.ReadAsync(Source, repository.Id, timestamp, cancellationToken);
            if (manifest.Components.FirstOrDefault(one => one.Component == component) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private KeySecret? Secret() => _passphraseFile is null ? null : KeySecret.Passphrase(File.ReadLines(_passphraseFile).First());
}
