using System.Collections.Concurrent;
using Holdfast.Hosting.Auditing;
using Holdfast.Hosting.Backups;
using Holdfast.Hosting.Notifications;
using Holdfast.Hosting.Stores;
using Holdfast.Settings.Documents;
using Holdfast.Settings.Overrides;
using Holdfast.Settings.Secrets;
using Holdfast.State.Database;
using Microsoft.EntityFrameworkCore;

namespace Holdfast.Settings.Stored;

/// <summary>Reads the settings that hold now: the process's own configuration over the stored documents over the defaults.</summary>
/// <remarks>Without a state database the process's own configuration is all there is. Each read is one query; nothing is stale.</remarks>
public sealed class SettingsReader(ProcessOverrides overrides, SecretBox secrets, IDbContextFactory<HoldfastDb>? dbs = null)
{
    /// <summary>Locations by version: neither a version nor the process's own configuration ever changes.</summary>
    private readonly ConcurrentDictionary<int, string> _locations = [];

    /// <summary>Whether there is a state database that may hold documents.</summary>
    public bool HasDocuments => dbs is not null;

    public async Task<BackupOptions> BackupAsync(CancellationToken cancellationToken) =>
        overrides.Bind<BackupOptions>(Document.Backup, (await ReadAsync(Document.Backup, cancellationToken)).Values);

    public async Task<AuditOptions> AuditAsync(CancellationToken cancellationToken) =>
        overrides.Bind<AuditOptions>(Document.Audit, (await ReadAsync(Document.Audit, cancellationToken)).Values);

    /// <summary>The store's options without secrets.</summary>
    /// <param name="version">Of the document; null for the newest.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public async Task<ObjectStoreOptions> ObjectStoreAsync(int? version, CancellationToken cancellationToken) =>
        Bind(await ReadAsync(Document.ObjectStore, version, cancellationToken));

    /// <summary>The store's options with the secrets.</summary>
    /// <exception cref="SecretKeyException">They cannot be read.</exception>
    public ObjectStoreOptions OpenObjectStore(IReadOnlyDictionary<string, string> values) => Open<ObjectStoreOptions>(Document.ObjectStore, values);

    /// <summary>Whom to tell; of secrets only whether they are set.</summary>
    public async Task<NotificationOptions> NotificationAsync(CancellationToken cancellationToken) =>
        overrides.Bind<NotificationOptions>(Document.Notification, (await ReadAsync(Document.Notification, cancellationToken)).Values);

    /// <summary>Whom to tell, with the secrets.</summary>
    /// <exception cref="SecretKeyException">They cannot be read.</exception>
    public async Task<NotificationOptions> OpenNotificationAsync(CancellationToken cancellationToken) =>
        Open<NotificationOptions>(Document.Notification, (await ReadAsync(Document.Notification, cancellationToken)).Values);

    private T Open<T>(Document document, IReadOnlyDictionary<string, string> values)
        where T : class, new()
    {
        var clear = values.ToDictionary();
        foreach (var field in document.Fields.Where(field => field.IsSecret && clear.ContainsKey(field.Path)))
        {
            if (overrides.Of(document, field) is not null)
            {
                clear.Remove(field.Path); // not needed, so a key is not needed either
            }
            else
            {
                clear[field.Path] = secrets.Open(StoredDocument.OwnerOf(document, field), clear[field.Path]);
            }
        }

        return overrides.Bind<T>(document, clear);
    }

    /// <summary>The newest version of a document.</summary>
    public Task<StoredDocument> ReadAsync(Document document, CancellationToken cancellationToken) => ReadAsync(document, version: null, cancellationToken);

    /// <summary>A version of a document; null for the newest.</summary>
    public async Task<StoredDocument> ReadAsync(Document document, int? version, CancellationToken cancellationToken)
    {
        if (dbs is null || version == 0)
        {
            return StoredDocument.From(document, null);
        }

        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var row = await db.Documents.AsNoTracking().Where(row => row.Document == document.Name && (version == null || row.Version == version))
            .OrderByDescending(row => row.Version).FirstOrDefaultAsync(cancellationToken);
        return version is null || row is not null
            ? StoredDocument.From(document, row)
            : throw new InvalidOperationException($"The state database has no version {version} of {document.Name}.");
    }

    /// <summary>The version of the object store's document that an operation which starts now is to keep.</summary>
    public static async Task<int> StoreVersionAsync(HoldfastDb db, CancellationToken cancellationToken) =>
        await db.Documents.Where(row => row.Document == Document.ObjectStore.Name).MaxAsync(row => (int?)row.Version, cancellationToken) ?? 0;

    /// <summary>All versions that lead to the same store as this one.</summary>
    public async Task<IReadOnlyList<int>> SameStoreAsync(HoldfastDb db, int version, CancellationToken cancellationToken)
    {
        var newest = await StoreVersionAsync(db, cancellationToken);
        for (var unknown = 0; unknown <= newest; unknown++)
        {
            if (!_locations.ContainsKey(unknown))
            {
                var row = await db.Documents.AsNoTracking()
                    .SingleOrDefaultAsync(row => row.Document == Document.ObjectStore.Name && row.Version == unknown, cancellationToken);
                _locations[unknown] = StoreLocation.Of(Bind(StoredDocument.From(Document.ObjectStore, row)));
            }
        }

        return [.. Enumerable.Range(0, newest + 1).Where(other => _locations[other] == _locations.GetValueOrDefault(version))];
    }

    /// <summary>The newest of the versions that lead to the same store as this one: its keys are the ones that hold.</summary>
    public async Task<int> NewestOfStoreAsync(int version, CancellationToken cancellationToken)
    {
        if (dbs is null)
        {
            return 0;
        }

        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return (await SameStoreAsync(db, version, cancellationToken)).DefaultIfEmpty(version).Max();
    }

    private ObjectStoreOptions Bind(StoredDocument stored) => overrides.Bind<ObjectStoreOptions>(
        stored.Document, stored.Values.Where(value => !SecretBox.IsSealed(value.Value)).ToDictionary());
}
