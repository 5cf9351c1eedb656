namespace Holdfast.Engine.Repositories;

/// <summary><c>repository.json</c> as it is stored.</summary>
internal sealed record RepositoryDocument
{
    public const string Kind = "holdfast-repository";

    public string Format { get; init; } = Kind;

    public int Version { get; init; } = Documents.Document.Version;

    public required string Id { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required IReadOnlyList<string> RequiredFeatures { get; init; }

    /// <summary>Whether this has the shape of a repository's id: 32 lower-case hexadecimal digits.</summary>
    public static bool IsId(string? text) => text?.Length == 32 && text.All(char.IsAsciiHexDigitLower);
}
