using System.Globalization;
using System.Text;
using System.Text.Json;
using Holdfast.Engine.Chunks;
using Holdfast.Engine.Documents;
using Holdfast.Engine.Packs;
using Holdfast.Engine.Repositories;
using Holdfast.Engine.Sealing;

namespace Holdfast.Engine.Snapshots;

/// <summary>One component's part of a backup: the packs it needs, and where its catalog starts.</summary>
public sealed class Snapshot
{
    private readonly SnapshotDocument _document;

    private Snapshot(SnapshotDocument document, ComponentName component)
    {
        _document = document;
        Component = component;
        Packs = [.. document.Packs.Select(p => new PackReference(p.Key, p.Size, Convert.FromHexString(p.Sha256), p.Used))];
    }

    public string RepositoryId => _document.Repository;

    public string Timestamp => _document.Timestamp;

    public ComponentName Component { get; }

    public string RunId => _document.Run;

    /// <summary>Every pack that the snapshot needs.</summary>
    public IReadOnlyList<PackReference> Packs { get; }

    /// <summary>Key of this snapshot relative to the namespace.</summary>
    public string Key => ObjectKeys.Snapshot(ObjectKeys.RunPrefix(Timestamp, Component, RunId));

    /// <summary>Whether the body is encrypted.</summary>
    public bool IsSealed => _document.Sealed is not null;

    /// <summary>Reads the public part, for which no key is needed.</summary>
    /// <exception cref="RepositoryRefusedException">It is not a snapshot that this program can read.</exception>
    public static Snapshot Parse(ReadOnlySpan<byte> json, string key)
    {
        var document = Document.Read(json, key, SnapshotDocument.Kind, SnapshotJson.Documents.SnapshotDocument);
        return ComponentName.TryParse(document.Component, out var component) && IdentityIsValid(document) && AllPacksValid(document)
            ? new Snapshot(document, component)
            : throw Document.Damaged(key, "a field of it has an impossible value");
    }

    /// <summary>Reads the body, opening its seal where it has one.</summary>
    /// <exception cref="RepositoryRefusedException">It belongs to another repository, or cannot be opened or read.</exception>
    public SnapshotBody ReadBody(Repository repository)
    {
        if (RepositoryId != repository.Id)
        {
            throw Refused(RefusalReason.ForeignRepository, Key, $"belongs to repository {RepositoryId}, this one is {repository.Id}.");
        }

        if (_document.Body is { } body)
        {
            return repository.Keyring.IsSealed
                ? throw Refused(RefusalReason.Damaged, Key, "is not encrypted, its repository is.")
                : Checked(body);
        }

        try
        {
            var bytes = SnapshotCipher.Open(repository.Keyring, RepositoryId, Key, _document.Sealed!, Associated(_document));
            return Checked(JsonSerializer.Deserialize(bytes, SnapshotJson.Documents.SnapshotBody)!);
        }
        catch (Exception cause) when (cause is SealBrokenException or JsonException)
        {
            throw Refused(RefusalReason.Damaged, Key, $"is damaged: {cause.Message}", cause);
        }
    }

    /// <summary>Makes the bytes of a new snapshot.</summary>
    internal static byte[] Write(RunTarget target, IReadOnlyList<PackReference> packs, SnapshotBody body)
    {
        var document = new SnapshotDocument
        {
            Repository = target.Repository.Id,
            Timestamp = target.Timestamp,
            Component = target.Component.ToString(),
            Run = target.RunId,
            Packs = [.. packs.Select(p => new SnapshotDocument.PackUse(p.Key, p.Size, Convert.ToHexStringLower(p.Sha256.Span), p.Used))],
        };
        if (target.Repository.Keyring.Current is not { } key)
        {
            return JsonSerializer.SerializeToUtf8Bytes(document with { Body = body }, SnapshotJson.Documents.SnapshotDocument);
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, SnapshotJson.Documents.SnapshotBody);
        var seal = SnapshotCipher.Seal(key, target.Repository.Id, ObjectKeys.Snapshot(target.KeyPrefix), bytes, Associated(document));
        return JsonSerializer.SerializeToUtf8Bytes(document with { Sealed = seal }, SnapshotJson.Documents.SnapshotDocument);
    }

    private static byte[] Associated(SnapshotDocument document)
    {
        var lines = new StringBuilder("holdfast snapshot 1\n");
        lines.Append(document.Repository).Append('\n').Append(document.Timestamp).Append('\n')
            .Append(document.Component).Append('\n').Append(document.Run).Append('\n');
        foreach (var pack in document.Packs)
        {
            lines.Append(CultureInfo.InvariantCulture, $"{pack.Key} {pack.Size} {pack.Sha256} {pack.Used}\n");
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    private static bool IdentityIsValid(SnapshotDocument document) =>
        Repositories.RunId.IsValid(document.Run) && BackupTimestamp.IsValid(document.Timestamp)
        && (document.Body is null) != (document.Sealed is null);

    // The serializer refuses null for a field, but not in a list.
    private static bool AllPacksValid(SnapshotDocument document) => document.Packs.All(p =>
        p is not null && ObjectKeys.TryParse(p.Key, out var key) && key.IsPack && p.Size > 0 && p.Used >= 0
        && p.Sha256.Length == 64 && p.Sha256.All(char.IsAsciiHexDigitLower));

    private SnapshotBody Checked(SnapshotBody body) => body.Catalog.All(IsInPack)
        ? body
        : throw Refused(RefusalReason.Damaged, Key, "has a catalog that lies in no pack.");

    private bool IsInPack(RootChunk? root) =>
        root is not null && root.Pack >= 0 && root.Pack < Packs.Count
        && root.Offset >= 0 && root.Stored > 0 && root.Offset <= Packs[root.Pack].Size - root.Stored
        && root.Size is > 0 and <= StoredChunk.MaxSize
        && root.Chunk.Length == 2 * ChunkId.Size && root.Chunk.All(char.IsAsciiHexDigitLower);

    private static RepositoryRefusedException Refused(RefusalReason reason, string key, string what, Exception? cause = null) =>
        new(reason, $"The snapshot '{key}' {what}", cause);
}
