using Holdfast.Cli.Running;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Sealing;
using Holdfast.Engine.Snapshots;
using Holdfast.ObjectStores;
using Holdfast.ObjectStores.Directories;
using Holdfast.ObjectStores.Namespaces;
using Holdfast.ObjectStores.Retries;
using Holdfast.StoreOpening;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Cli.Stores;

/// <summary>The backups of one namespace, read from the store alone. Nothing is ever written to it.</summary>
internal sealed class OpenedStore
{
    private const int KeyFileMaxLength = 1 << 20;

    private readonly NamespaceStore _objects;

    private OpenedStore(NamespaceStore objects, string name, IObjectSource source, Repository repository) =>
        (_objects, Namespace, Source, Repository) = (objects, name, source, repository);

    public string Namespace { get; }

    public IObjectSource Source { get; }

    public Repository Repository { get; }

    /// <summary>Such as <c>/backup/app</c>.</summary>
    public string Location => _objects.Location;

    /// <summary>Opens the repository.</summary>
    /// <param name="settings">Where it is.</param>
    /// <param name="staging">An existing folder for what is fetched.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="UsageException">Settings are wrong, or it is not clear whose backups are meant.</exception>
    /// <exception cref="RepositoryRefusedException">There is no repository, or it cannot be used with this passphrase.</exception>
    /// <exception cref="ObjectStoreException">The store cannot be read.</exception>
    public static async Task<OpenedStore> OpenAsync(StoreSettings settings, string staging, CancellationToken cancellationToken)
    {
        var store = ConfiguredStore.Open(settings.Store, TimeProvider.System, NullLogger<RetryingStore>.Instance);
        var name = settings.Namespace ?? await OnlyNamespaceAsync(store.Objects, cancellationToken);
        var objects = NamespaceOf(store.Objects, name);
        IObjectSource source = store.Directory is { } folder ? new DirectorySource(folder, name) : new NamespaceSource(store.Objects, name, staging, new FetchOptions());
        var description = await RepositoryDescription.ReadAsync(source, cancellationToken);
        var secret = description.IsSealed ? await PassphraseInput.ReadAsync(settings.PassphraseFile, cancellationToken) : null;
        var keys = secret is null ? [] : await KeyFilesAsync(objects, cancellationToken);
        return new OpenedStore(objects, name, source, Repository.Open(description, keys, secret));
    }

    /// <summary>Timestamps that may be those of backups, oldest first: of some there may be no manifest.</summary>
    public async Task<IReadOnlyList<string>> TimestampsAsync(CancellationToken cancellationToken) =>
        await _objects.ListPrefixesAsync("", cancellationToken).Select(prefix => prefix.TrimEnd('/')).Where(BackupTimestamp.IsValid)
            .Order(StringComparer.Ordinal).ToListAsync(cancellationToken);

    /// <summary>The manifest of a backup; null when there is no such backup.</summary>
    /// <exception cref="RepositoryRefusedException">It cannot be read.</exception>
    public async Task<Manifest?> FindAsync(string timestamp, CancellationToken cancellationToken)
    {
        try
        {
            return await Manifest.ReadAsync(Source, Repository.Id, timestamp, cancellationToken);
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The manifest of a backup, or of the newest one for <c>latest</c>.</summary>
    /// <exception cref="UsageException">There is no such backup.</exception>
    public async Task<Manifest> GetAsync(string timestamp, CancellationToken cancellationToken)
    {
        if (timestamp != "latest")
        {
            return BackupTimestamp.IsValid(timestamp) && await FindAsync(timestamp, cancellationToken) is { } found
                ? found
                : throw new UsageException($"there is no backup {timestamp} in {Location}");
        }

        foreach (var newest in (await TimestampsAsync(cancellationToken)).Reverse())
        {
            if (await FindAsync(newest, cancellationToken) is { } found)
            {
                return found;
            }
        }

        throw new UsageException($"there is no backup in {Location}");
    }

    /// <summary>Opens one component's part of a backup; its bytes are those that the backup was made with.</summary>
    public Task<SnapshotReader> OpenAsync(ManifestComponent component, CancellationToken cancellationToken) =>
        SnapshotReader.OpenAsync(Source, Repository, component, cancellationToken);

    private static NamespaceStore NamespaceOf(IObjectStore store, string name)
    {
        try
        {
            return new NamespaceStore(store, name);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException($"--namespace: {exception.Message}");
        }
    }

    private static async Task<string> OnlyNamespaceAsync(IObjectStore store, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var prefix in store.ListPrefixesAsync("", cancellationToken))
        {
            if (await store.HeadAsync($"{prefix}{ObjectKeys.Repository}", cancellationToken) is not null)
            {
                names.Add(prefix.TrimEnd('/'));
            }
        }

        return names switch
        {
            [var only] => only,
            [] => throw new RepositoryRefusedException(RefusalReason.Missing, $"there are no backups in {store.Location}"),
            _ => throw new UsageException($"say whose backups with --namespace; in {store.Location} are those of {string.Join(", ", names.Order(StringComparer.Ordinal))}"),
        };
    }

    /// <summary>Those that can be read: one that is damaged must not keep another key from opening.</summary>
    private static async Task<IReadOnlyList<KeyFile>> KeyFilesAsync(NamespaceStore objects, CancellationToken cancellationToken)
    {
        var files = new List<KeyFile>();
        await foreach (var item in objects.ListAsync(ObjectKeys.KeyFilePrefix, cancellationToken))
        {
            try
            {
                files.Add(KeyFile.Parse(await objects.GetAsync(item.Key, KeyFileMaxLength, cancellationToken), item.Key));
            }
            catch (RepositoryRefusedException)
            {
                // If no other opens the repository, the refusal tells how many there are.
            }
        }

        return files;
    }
}
