using System.Security.Cryptography;
using System.Text;
using Holdfast.Engine.Catalogs;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Documents;
using Holdfast.Engine.Manifests;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Snapshots;

/// <summary>A snapshot, opened.</summary>
public sealed class SnapshotReader
{
    private SnapshotReader(IObjectSource source, Repository repository, Snapshot snapshot, PackTable packs)
    {
        foreach (var pack in snapshot.Packs)
        {
            // Its use counts anew, for the run that refers to it.
            packs.Unique(new PackReference(pack.Key, pack.Size, pack.Sha256));
        }

        Snapshot = snapshot;
        Body = snapshot.ReadBody(repository);
        Catalog = new CatalogReader(source, repository, packs, [.. Body.Catalog.Select(c => new StoredChunk(
            ChunkId.Parse(Encoding.ASCII.GetBytes(c.Chunk)), c.Size, packs[snapshot.Packs[c.Pack].Key], c.Offset, c.Stored))]);
    }

    public Snapshot Snapshot { get; }

    public SnapshotBody Body { get; }

    public CatalogReader Catalog { get; }

    /// <summary>Fetches and parses a stored snapshot.</summary>
    /// <exception cref="ObjectNotFoundException">There is no such snapshot.</exception>
    /// <exception cref="RepositoryRefusedException">It cannot be read.</exception>
    public static Task<SnapshotReader> OpenAsync(
        IObjectSource source, Repository repository, string key, CancellationToken cancellationToken) =>
        OpenAsync(source, repository, key, new PackTable(), cancellationToken);

    /// <summary>Opens the snapshot that a manifest names, and checks that it is the one the manifest was made with.</summary>
    /// <exception cref="ObjectNotFoundException">There is no such snapshot.</exception>
    /// <exception cref="RepositoryRefusedException">It cannot be read, or its bytes are not those of the manifest.</exception>
    public static async Task<SnapshotReader> OpenAsync(
        IObjectSource source, Repository repository, ManifestComponent component, CancellationToken cancellationToken) =>
        Open(source, repository, component.Snapshot, await ReadAsync(source, component, cancellationToken));

    /// <summary>Fetches the snapshot that a manifest names, and checks that its bytes are those that the manifest was made with.</summary>
    /// <exception cref="ObjectNotFoundException">There is no such snapshot.</exception>
    /// <exception cref="RepositoryRefusedException">Its bytes are others.</exception>
    internal static async Task<byte[]> ReadAsync(IObjectSource source, ManifestComponent component, CancellationToken cancellationToken)
    {
        var json = await StoredDocument.ReadAsync(source, component.Snapshot, cancellationToken);
        return json.Length == component.Size && Convert.ToHexStringLower(SHA256.HashData(json)) == component.Sha256
            ? json
            : throw Document.Damaged(component.Snapshot, "its bytes are not those that the backup's manifest was made with");
    }

    /// <summary>Opens a snapshot whose bytes are at hand.</summary>
    /// <exception cref="RepositoryRefusedException">It cannot be read.</exception>
    public static SnapshotReader Open(IObjectSource source, Repository repository, string key, byte[] json) =>
        Open(source, repository, key, json, new PackTable());

    /// <summary>As the first, with the packs as they stand in <paramref name="packs"/>, which gets those that it lacks.</summary>
    internal static async Task<SnapshotReader> OpenAsync(
        IObjectSource source, Repository repository, string key, PackTable packs, CancellationToken cancellationToken)
    {
        var json = await StoredDocument.ReadAsync(source, key, cancellationToken);
        return Open(source, repository, key, json, packs);
    }

    private static SnapshotReader Open(IObjectSource source, Repository repository, string key, byte[] json, PackTable packs)
    {
        var snapshot = Snapshot.Parse(json, key);
        return snapshot.Key == key
            ? new SnapshotReader(source, repository, snapshot, packs)
            : throw Document.Damaged(key, $"it says that it is '{snapshot.Key}'");
    }
}
