using System.Text.Json;
using Holdfast.Engine.Documents;
using Holdfast.Engine.Objects;
using Holdfast.Engine.Repositories;

namespace Holdfast.Engine.Manifests;

/// <summary>The components of a backup. A backup exists when its manifest is stored.</summary>
/// <remarks>The same manifest always gives the same bytes, so that storing it twice is one and the same request.</remarks>
public sealed record Manifest
{
    /// <summary>The repository that the backup lies in.</summary>
    public required string RepositoryId { get; init; }

    /// <summary>The platform's name when the backup was made; a copied repository may lie under another.</summary>
    public required string Namespace { get; init; }

    /// <summary>The backup's name, see <see cref="BackupTimestamp"/>.</summary>
    public required string Timestamp { get; init; }

    /// <summary>For people.</summary>
    public string? Label { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>At least one, each component once; in a stored manifest in the components' order.</summary>
    public required IReadOnlyList<ManifestComponent> Components { get; init; }

    /// <summary>The key to store it under.</summary>
    public string ObjectKey => ObjectKeys.Manifest(Timestamp);

    /// <summary>Reads the manifest of a backup.</summary>
    /// <exception cref="ObjectNotFoundException">There is no such backup.</exception>
    /// <exception cref="RepositoryRefusedException">The manifest is damaged, too new, or of another repository.</exception>
    public static async Task<Manifest> ReadAsync(
        IObjectSource source, string repositoryId, string timestamp, CancellationToken cancellationToken)
    {
        var key = ObjectKeys.Manifest(timestamp);
        return Parse(await StoredDocument.ReadAsync(source, key, cancellationToken), key, repositoryId);
    }

    /// <summary>Reads what <see cref="ToJson"/> writes.</summary>
    /// <param name="json">The bytes as they are stored.</param>
    /// <param name="key">The key they are stored under.</param>
    /// <param name="repositoryId">The repository they are stored in.</param>
    /// <exception cref="RepositoryRefusedException">The manifest is damaged, too new, or of another repository.</exception>
    public static Manifest Parse(ReadOnlySpan<byte> json, string key, string repositoryId)
    {
        var document = Document.Read(json, key, ManifestDocument.Kind, ManifestsJson.Documents.ManifestDocument);
        if (document.Repository != repositoryId)
        {
            throw new RepositoryRefusedException(
                RefusalReason.ForeignRepository,
                $"'{key}' belongs to repository {document.Repository}, but lies in repository {repositoryId}. Objects of two repositories are mixed here.");
        }

        var manifest = new Manifest
        {
            RepositoryId = document.Repository,
            Namespace = document.Namespace,
            Timestamp = document.Timestamp,
            Label = document.Label,
            StartedAt = document.StartedAt,
            FinishedAt = document.FinishedAt,
            Components = document.Components,
        };
        var problem = manifest.Problem() ?? (key == manifest.ObjectKey ? null : $"it is the manifest of backup {manifest.Timestamp}");
        return problem is null ? manifest : throw Document.Damaged(key, problem);
    }

    /// <summary>The bytes to store.</summary>
    /// <exception cref="InvalidOperationException">A reader would refuse them.</exception>
    public byte[] ToJson()
    {
        if (Problem() is { } problem)
        {
            throw new InvalidOperationException($"The manifest of backup {Timestamp} cannot be written: {problem}.");
        }

        var document = new ManifestDocument
        {
            RequiredFeatures = [],
            Repository = RepositoryId,
            Namespace = Namespace,
            Timestamp = Timestamp,
            Label = Label,
            StartedAt = StartedAt,
            FinishedAt = FinishedAt,
            Components = [.. Components.OrderBy(component => component.Component)],
        };
        return JsonSerializer.SerializeToUtf8Bytes(document, ManifestsJson.Documents.ManifestDocument);
    }

    private string? Problem() =>
        !BackupTimestamp.IsValid(Timestamp) ? $"'{Timestamp}' is not a timestamp"
        : !RepositoryDocument.IsId(RepositoryId) ? $"'{RepositoryId}' is not the id of a repository"
        : Components.Count == 0 ? "it lists no component"
        : Components.Any(component => component is null) ? "it lists nothing in place of a component"
        : Components.GroupBy(component => component.Component).FirstOrDefault(group => group.Skip(1).Any()) is { } twice
            ? $"it lists {twice.Key} twice"
        : Components.Select(Problem).FirstOrDefault(problem => problem is not null);

    private string? Problem(ManifestComponent component) =>
        !RunId.IsValid(component.Run) ? $"'{component.Run}' is not the id of a run"
        : component.Snapshot != ObjectKeys.Snapshot(ObjectKeys.RunPrefix(Timestamp, component.Component, component.Run))
            ? $"'{component.Snapshot}' is not the snapshot of {component.Component} in this backup"
        : component.Size <= 0 ? $"the snapshot of {component.Component} has no size"
        : component.Sha256.Length != 64 || !component.Sha256.All(char.IsAsciiHexDigitLower) ? $"the snapshot of {component.Component} has no hash"
        : null;
}
