namespace Holdfast.Engine.Sealing;

/// <summary><c>keys/….json</c> as it is stored.</summary>
internal sealed record KeyFileDocument
{
    public const string Kind = "holdfast-key";

    public string Format { get; init; } = Kind;

    public int Version { get; init; } = Documents.Document.Version;

    public required string Id { get; init; }

    public required string Repository { get; init; }

    public required string DataKey { get; init; }

    /// <summary>Kept as text because the text is authenticated.</summary>
    public required string DataKeyCreated { get; init; }

    public required DateTimeOffset Created { get; init; }

    public string? Label { get; init; }

    public required KdfDocument Kdf { get; init; }

    /// <summary>Nonce, encrypted secret of the data key, tag.</summary>
    public required byte[] Wrapped { get; init; }
}
