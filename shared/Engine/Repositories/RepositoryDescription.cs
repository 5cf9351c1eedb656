using System.Text.Json;
using Holdfast.Engine.Documents;
using Holdfast.Engine.Objects;

namespace Holdfast.Engine.Repositories;

/// <summary>What <c>repository.json</c> says: all that can be known of a repository without its keys.</summary>
public sealed record RepositoryDescription
{
    /// <summary>32 lower-case hexadecimal digits; the same in every copy of the repository.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What a program must know to use this repository; see <see cref="Features"/>.</summary>
    public required IReadOnlyList<string> RequiredFeatures { get; init; }

    /// <summary>Whether packs and snapshots are encrypted.</summary>
    public bool IsSealed => RequiredFeatures.Contains(Features.Aes256Gcm);

    /// <summary>Reads the description of the repository that <paramref name="source"/> leads to.</summary>
    /// <exception cref="RepositoryRefusedException">There is no repository, or this program must not use it.</exception>
    public static async Task<RepositoryDescription> ReadAsync(IObjectSource source, CancellationToken cancellationToken)
    {
        try
        {
            return Parse(await StoredDocument.ReadAsync(source, ObjectKeys.Repository, cancellationToken));
        }
        catch (ObjectNotFoundException e)
        {
            throw Missing(e);
        }
    }

    /// <summary>Reads what <see cref="ToJson"/> writes.</summary>
    /// <exception cref="RepositoryRefusedException">It is damaged, too new, or needs what this program does not know.</exception>
    public static RepositoryDescription Parse(ReadOnlySpan<byte> json)
    {
        var document = Document.Read(json, ObjectKeys.Repository, RepositoryDocument.Kind, RepositoriesJson.Documents.RepositoryDocument);
        return RepositoryDocument.IsId(document.Id)
            ? new RepositoryDescription { Id = document.Id, CreatedAt = document.Created, RequiredFeatures = document.RequiredFeatures }
            : throw Document.Damaged(ObjectKeys.Repository, $"'{document.Id}' is not the id of a repository");
    }

    /// <summary>The refusal where there is no repository.</summary>
    public static RepositoryRefusedException Missing(ObjectNotFoundException cause) => new(
        RefusalReason.Missing,
        $"There is no repository here: '{ObjectKeys.Repository}' is missing. Check the location and the namespace; the first backup creates it.",
        cause);

    /// <summary>The bytes to store.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(
        new RepositoryDocument { Id = Id, Created = CreatedAt, RequiredFeatures = RequiredFeatures },
        RepositoriesJson.Documents.RepositoryDocument);
}
